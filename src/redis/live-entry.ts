import type { LiveBatch, LiveLog, LiveRow } from '../live-batch.ts';
import type { IncidentChange } from '../ports.ts';
import { noEvents, severities } from '../severity-counts.ts';
import type { LogError, Severity, SeverityCounts } from '../types.ts';

/** What a member publishes at once: what it stored, and what became of incidents without a batch. */
export type LiveEntry = {
  readonly batch: LiveBatch | null;
  readonly changes: readonly IncidentChange[];
};

/** Version of the form. Members of several versions may share a group while it is upgraded. */
const version = 1;

/** JSON knows no bigint: offsets are decimal strings. */
type Sent<T> = { readonly [key in keyof T]: T[key] extends bigint ? string : T[key] };
type SentRow = Omit<LiveRow, 'error'> & { readonly error: Sent<LogError> };
type SentBatch = Omit<LiveBatch, 'rows' | 'logs' | 'counts'> & {
  readonly logs: readonly Sent<LiveLog>[];
  readonly counts: readonly SentCounts[];
};
/** Without the zeros: those of a thousand services are longer than an entry may be, and no row would be sent. */
type SentCounts = readonly [service: string, counts: Partial<SeverityCounts>];
type SentEntry = {
  readonly v: typeof version;
  readonly batch: SentBatch | null;
  readonly changes: readonly IncidentChange[];
  readonly rows: readonly SentRow[];
  /** Errors whose rows are left out. */
  readonly leftOut: number;
};

/**
 * The entry as JSON. Rows that would make it longer than about `maxBytes` are left out, the oldest first, and counted in
 * `withoutRow`; one row is always there.
 */
export function encodeEntry({ batch, changes }: LiveEntry, maxBytes: number): string {
  if (batch === null) return JSON.stringify({ v: version, batch, changes, rows: [], leftOut: 0 });
  const { rows, ...rest } = batch;
  const logs = batch.logs.map(({ from, next, ...log }) => ({
    ...log,
    from: String(from),
    next: String(next),
  }));
  const counts = batch.counts.map(({ service, counts: all }): SentCounts => [service, withoutZeros(all)]);
  const head = JSON.stringify({ v: version, batch: { ...rest, logs, counts }, changes });
  const texts: string[] = [];
  let room = maxBytes - head.length;
  let leftOut = 0;
  for (const row of rows.toReversed()) {
    const text =
      room > 0 ? JSON.stringify({ ...row, error: { ...row.error, offset: String(row.error.offset) } }) : '';
    room -= text.length;
    if (text !== '' && (room >= 0 || texts.length === 0)) texts.push(text);
    else leftOut += row.count;
  }
  return `${head.slice(0, -1)},"rows":[${texts.reverse().join(',')}],"leftOut":${leftOut}}`;
}

/** The entry that `encodeEntry` wrote; undefined for a text of another version, or none of ours. */
export function decodeEntry(text: string): LiveEntry | undefined {
  try {
    const sent: SentEntry = JSON.parse(text);
    if (sent.v !== version || !Array.isArray(sent.changes)) return undefined;
    return { batch: sent.batch && batchOf(sent, sent.batch), changes: sent.changes };
  } catch {
    return undefined;
  }
}

function withoutZeros(counts: SeverityCounts): Partial<SeverityCounts> {
  const found: { [severity in Severity]?: number } = {};
  for (const severity of severities) if (counts[severity] > 0) found[severity] = counts[severity];
  return found;
}

function batchOf({ rows, leftOut }: SentEntry, { logs, counts, ...batch }: SentBatch): LiveBatch {
  return {
    ...batch,
    counts: counts.map(([service, some]) => ({ service, counts: { ...noEvents, ...some } })),
    logs: logs.map(({ from, next, ...log }) => ({ ...log, from: BigInt(from), next: BigInt(next) })),
    rows: rows.map(({ error, ...row }) => ({ ...row, error: { ...error, offset: BigInt(error.offset) } })),
    withoutRow: batch.withoutRow + leftOut,
  };
}
