import { MonitorError } from '../errors.ts';
import { looksAlike } from '../look-alike.ts';

/**
 * The wanted topics that exist.
 *
 * @param named - The user named them, so each must exist; of the default topics one is enough.
 * @throws MonitorError `TOPIC_UNKNOWN` that names the existing topics that look like the missing ones.
 */
export function resolveTopics(
  wanted: readonly string[],
  existing: readonly string[],
  named: boolean,
): readonly string[] {
  const found = wanted.filter((topic) => existing.includes(topic));
  const missing = wanted.filter((topic) => !existing.includes(topic));
  if (missing.length === 0 || (!named && found.length > 0)) return found;
  const are =
    missing.length === 1 ? `Topic ${missing[0]} does not exist` : `Topics ${missing.join(', ')} do not exist`;
  throw new MonitorError('TOPIC_UNKNOWN', `${are}.`, suggestion(missing, existing));
}

function suggestion(missing: readonly string[], existing: readonly string[]): string {
  const own = existing.filter((topic) => !topic.startsWith('__'));
  if (own.length === 0)
    return 'The cluster has no topics yet: start a service that logs to Kafka, or the demo: npm run demo';
  const alike = own.filter((topic) => missing.some((name) => looksAlike(name, topic)));
  if (alike.length > 0) return `Did you mean ${alike.slice(0, 5).join(', ')}? Name topics with --topics.`;
  const more = own.length > 10 ? ` and ${own.length - 10} more` : '';
  return `The cluster has ${own.slice(0, 10).join(', ')}${more}. Name topics with --topics.`;
}
