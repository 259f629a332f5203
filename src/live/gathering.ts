import type { LiveBatch, RowMark } from '../live-batch.ts';
import { logKey } from '../log-key.ts';
import { noEvents } from '../severity-counts.ts';
import { eachCount } from '../tally.ts';
import type { BatchResult, EventCounts, LogId, RegressedIncident, Severity, StoredBatch } from '../types.ts';
import { createFoldedRows } from './folded-rows.ts';
import { otherServices } from './other-services.ts';

/** Stored batches of one member, folded into one that says as much to a screen. */
export type Gathering = {
  add(stored: StoredBatch): void;
  /** Whether anything was added since the last `take`; errors want to be seen sooner than mere counts. */
  holds(): 'nothing' | 'counts' | 'errors';
  /** What was added since the last call. */
  take(): LiveBatch;
};

/** Caps of what is gathered, however long it is. Rows beyond `rows` leave, the oldest first, and are counted. */
export type GatheringCaps = {
  readonly rows: number;
  /** Services beyond are counted as `otherServices`. */
  readonly services: number;
  /** Ids of new and of regressed incidents, each. */
  readonly incidents: number;
};

type Counts = { [severity in Severity]: number };
type Log = { readonly log: LogId; from: bigint; next: bigint };

/** A gathering of nothing yet. */
export function createGathering(caps: GatheringCaps): Gathering {
  const rows = createFoldedRows(caps.rows);
  const services = new Map<string, Counts>();
  const logs = new Map<string, Log>();
  const newIncidents = new Set<string>();
  const regressed = new Map<string, RegressedIncident>();
  let records = 0;
  let held: 'nothing' | 'counts' | 'errors' = 'nothing';

  function countsOf(service: string): Counts {
    const known = services.get(service);
    if (known !== undefined) return known;
    const isBeyond = services.size >= caps.services && service !== otherServices;
    if (isBeyond) return countsOf(otherServices);
    const counts = { ...noEvents };
    services.set(service, counts);
    return counts;
  }

  function addLog({ log, from, next }: BatchResult): void {
    const key = logKey(log);
    const known = logs.get(key) ?? { log, from, next };
    known.from = from < known.from ? from : known.from; // a rewound group stores older offsets after newer ones
    known.next = next;
    logs.set(key, known);
  }

  function addCounts(counted: EventCounts): void {
    eachCount(counted, (service, severity, count) => {
      countsOf(service)[severity] += count;
    });
  }

  function addRows({ batch, newIncidents: fresh, regressedIncidents }: StoredBatch): void {
    const marks = new Map<string, RowMark>(fresh.map((id) => [id, 'NEW']));
    for (const { id } of regressedIncidents) marks.set(id, 'REGRESSED');
    for (const error of batch.errors) {
      rows.add(error, marks.get(error.incident) ?? null);
      // Only the first row of a new incident is marked.
      if (marks.size > 0) marks.delete(error.incident);
    }
  }

  return {
    add(stored) {
      const { batch, newIncidents: fresh, regressedIncidents } = stored;
      records += batch.records;
      addLog(batch);
      addCounts(batch.counts);
      addRows(stored);
      for (const id of fresh) if (newIncidents.size < caps.incidents) newIncidents.add(id);
      for (const each of regressedIncidents) {
        if (regressed.size < caps.incidents) regressed.set(each.id, each);
      }
      if (batch.errors.length > 0) held = 'errors';
      else if (held === 'nothing') held = 'counts';
    },
    holds: () => held,
    take() {
      const taken: LiveBatch = {
        records,
        counts: Array.from(services, ([service, counts]) => ({ service, counts })),
        logs: [...logs.values()],
        ...rows.take(),
        newIncidents: [...newIncidents],
        regressedIncidents: [...regressed.values()],
      };
      for (const gathered of [services, logs, newIncidents, regressed]) gathered.clear();
      records = 0;
      held = 'nothing';
      return taken;
    },
  };
}
