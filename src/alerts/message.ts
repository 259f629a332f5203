import { iso } from '../output/json-lines.ts';
import { count } from '../text/numbers.ts';
import type { Alert, MoreChanges } from './alert.ts';

/** Who sends. */
export type Sender = {
  readonly group: string;
  readonly host: string;
  /** Why no records may come, in one sentence; null while all is well. */
  readonly trouble: string | null;
};

/** Version of the message's form; keys may be added without a new one. */
const version = 1;

/**
 * An alert as it is sent: one JSON object in which every key is always there. Times are ISO 8601 in UTC.
 *
 * `text` is what Slack and those that understand its form show. There, and only there, what a log message could do to a
 * channel (mention everybody, fake a link) is disarmed; the other fields hold what was logged.
 */
export function toMessage(alert: Alert, sender: Sender): string {
  return JSON.stringify({
    v: version,
    id: alert.id,
    text: textOf(alert, sender),
    change: alert.change,
    time: iso(alert.at),
    group: sender.group,
    host: sender.host,
    incident: 'incident' in alert ? incidentOf(alert) : null,
    more: 'more' in alert ? { ...alert.more, since: iso(alert.more.since) } : null,
    silentSince: 'since' in alert ? iso(alert.since) : null,
  });
}

type IncidentAlert = Extract<Alert, { readonly incident: unknown }>;

function incidentOf({ incident }: IncidentAlert) {
  const { id, status, level, service, title, count: errors, firstSeen, lastSeen } = incident;
  const seen = { firstSeen: iso(firstSeen), lastSeen: iso(lastSeen) };
  return { id, status, level, service, title, count: errors, ...seen };
}

function textOf(alert: Alert, { group, trouble }: Sender): string {
  switch (alert.change) {
    case 'silence': {
      const head = `*SILENCE* No records in group ${disarmed(group)} for ${lengthOf(alert.at - alert.since)}`;
      return `${head}, since ${utc(alert.since)}.${trouble === null ? '' : ` ${disarmed(trouble)}`}`;
    }
    case 'silence-over':
      return `Records arrive again in group ${disarmed(group)}, after ${lengthOf(alert.at - alert.since)}.`;
    case 'summary':
      return summary(alert.more);
    default:
      return incidentText(alert);
  }
}

const words = { new: 'NEW', regressed: 'REGRESSED', escalating: 'ESCALATING' } as const;

function incidentText({ change, incident }: IncidentAlert): string {
  const { id, level, service, title, count: errors, firstSeen } = incident;
  const came = change === 'regressed' ? ' It came back after it was resolved.' : '';
  const counted = `${count(errors)} ${errors === 1 ? 'error' : 'errors'} since ${utc(firstSeen)}.`;
  const head = `*${words[change]}* ${level} in ${disarmed(service)}: ${disarmed(title)}`;
  return `${head}\n${counted}${came} esm-monitor query incident ${id}`;
}

function summary(more: MoreChanges): string {
  const kinds = (['new', 'regressed', 'escalating'] as const).filter((kind) => more[kind] > 0);
  const counted = kinds.map((kind) => `${count(more[kind])} more ${kind}`).join(', ');
  const all = more.new + more.regressed + more.escalating;
  const since = iso(more.since);
  return (
    `${counted} ${all === 1 ? 'incident' : 'incidents'}, not told one by one.\n` +
    `esm-monitor query incidents --since ${since} --sort first-seen`
  );
}

/** Slack reads `&`, `<` and `>`; others mention everybody at `@all`, `@channel`, `@everyone` or `@here`. */
function disarmed(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=all|channel|everyone|here)/gi, '@\u200b');
}

function utc(ms: number): string {
  return `${iso(ms).slice(0, 19).replace('T', ' ')} UTC`;
}

/** `5 minutes`, `2 hours`, below two minutes in seconds. */
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
