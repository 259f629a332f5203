import type { LiveBatch, RowMark } from '../live-batch.ts';
import { logKey } from '../log-key.ts';
import { errorsIn, noEvents, severities } from '../severity-counts.ts';
import type { LogId, RegressedIncident, Severity, StoredBatch } from '../types.ts';
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
  /** Services beyond are counted as `otherServices`; their totals are left out. */
  readonly services: number;
  /** Ids of new and of regressed incidents, each. */
  readonly incidents: number;
};

type Counts = { [severity in Severity]: number };
type Log = { readonly log: LogId; from: bigint; next: bigint; readonly errorTotals: Map<string, number> };

/** A gathering of nothing yet. */
export function createGathering(caps: GatheringCaps): Gathering {
  const rows = createFoldedRows(caps.rows);
  const services = new Map<string, Counts>();
  const logs = new Map<string, Log>();
  const newIncidents = new Set<string>();
  const regressed = new Map<string, RegressedIncident>();
  let records = 0;
  let totals = 0;
  let held: 'nothing' | 'counts' | 'errors' = 'nothing';

  function countsOf(service: string): Counts {
    const name = services.has(service) || services.size < caps.services ? service : otherServices;
    let counts = services.get(name);
    if (counts === undefined) {
      counts = { ...noEvents };
      services.set(name, counts);
    }
    return counts;
  }

  function addCounts({ batch }: StoredBatch): ReadonlySet<string> {
    const failing = new Set<string>();
    for (const { service, counts } of batch.counts) {
      const sums = countsOf(service);
      for (const severity of severities) sums[severity] += counts[severity];
      if (errorsIn(counts) > 0) failing.add(service);
    }
    return failing;
  }

  function addLog({ batch, totals: absolute }: StoredBatch, failing: ReadonlySet<string>): void {
    const { log, from, next } = batch;
    const key = logKey(log);
    const known = logs.get(key) ?? { log, from, next, errorTotals: new Map() };
    known.from = from < known.from ? from : known.from; // a rewound group stores older offsets after newer ones
    known.next = next;
    logs.set(key, known);
    for (const { service, counts } of absolute) {
      if (!failing.has(service)) continue;
      const isNew = !known.errorTotals.has(service);
      if (isNew && totals >= 2 * caps.services) continue;
      if (isNew) totals += 1;
      known.errorTotals.set(service, errorsIn(counts));
    }
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
      addLog(stored, addCounts(stored));
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
        logs: Array.from(logs.values(), ({ errorTotals, ...log }) => ({
          ...log,
          errorTotals: Array.from(errorTotals, ([service, errors]) => ({ service, errors })),
        })),
        ...rows.take(),
        newIncidents: [...newIncidents],
        regressedIncidents: [...regressed.values()],
      };
      for (const gathered of [services, logs, newIncidents, regressed]) gathered.clear();
      records = 0;
      totals = 0;
      held = 'nothing';
      return taken;
    },
  };
}
