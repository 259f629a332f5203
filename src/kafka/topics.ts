import { MonitorError } from '../errors.ts';

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

function looksAlike(a: string, b: string): boolean {
  const [short, long] = [fold(a), fold(b)].sort((x, y) => x.length - y.length);
  if (short === undefined || long === undefined || short === '') return false;
  return long.includes(short) || distance(short, long) <= Math.max(2, Math.floor(long.length / 4));
}

function fold(topic: string): string {
  return topic.toLowerCase().replace(/[._-]/g, '');
}

/** Edits (insert, delete, replace) that make one word of the other: Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
