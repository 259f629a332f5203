import { logKey } from '../../src/log-key.ts';
import type { IncidentStore, SaveOutcome } from '../../src/ports.ts';
import { noEvents } from '../../src/severity-counts.ts';
import type { BatchResult, LogId, Position, ServiceTotals, Severity } from '../../src/types.ts';
import { minutesOf } from './minutes-of.ts';

type Counts = { [severity in Severity]: number };
type Log = {
  readonly epoch: number;
  position: Position;
  readonly coordinates: Set<string>;
};

/** The store's twin in memory: the same rules, kept to by the same contract suite. */
export function createMemoryStore(): IncidentStore & {
  /** Moves a position by hand, as `replay` or another member would. */
  move(log: LogId, next: bigint): void;
  /** Another group reads up to there. */
  reach(log: LogId, reached: bigint): void;
  /** What all logs together have counted. */
  totals(): readonly ServiceTotals[];
} {
  const logs = new Map<string, Log>();
  const incidents = new Set<string>();
  const totals = new Map<string, Counts>();

  function countsOf(service: string): Counts {
    const counts = totals.get(service) ?? { ...noEvents };
    totals.set(service, counts);
    return counts;
  }

  function save(batch: BatchResult): SaveOutcome {
    const log = logs.get(logKey(batch.log));
    if (log === undefined) return { outcome: 'fenced', position: undefined };
    const { next, reached } = log.position;
    const straddles = batch.from < reached && reached < batch.next;
    if (next !== batch.from || straddles) return { outcome: 'fenced', position: log.position };

    let inserted = 0;
    const hit = new Set<string>();
    for (const { offset, part, service, severity, incident } of batch.errors) {
      const coordinate = `${offset}/${part}`;
      if (log.coordinates.has(coordinate)) continue;
      log.coordinates.add(coordinate);
      inserted += 1;
      hit.add(incident);
      countsOf(service)[severity] += 1;
    }
    if (reached <= batch.from) {
      for (const { service, counts } of minutesOf(batch.counts)) {
        for (const severity of ['WARN', 'INFO', 'DEBUG', 'UNKNOWN'] as const) {
          if (counts[severity] > 0) countsOf(service)[severity] += counts[severity];
        }
      }
    }
    const newIncidents = [...hit].filter((id) => !incidents.has(id));
    for (const id of newIncidents) incidents.add(id);
    log.position = { next: batch.next, reached: reached > batch.next ? reached : batch.next };
    return { outcome: 'stored', stored: { batch, inserted, newIncidents, regressedIncidents: [] } };
  }

  return {
    position: async (log) => logs.get(logKey(log))?.position,
    start: async (positions) => {
      for (const { log, next, epoch } of positions) {
        const newest = logs.get(logKey(log))?.epoch ?? -1;
        if (newest >= (epoch ?? 0)) continue;
        const position = { next, reached: next };
        logs.set(logKey(log), { epoch: epoch ?? 0, position, coordinates: new Set() });
      }
    },
    epochs: async (topics) => {
      const known = [...logs].filter(([key]) => topics.some((topic) => key.startsWith(`${topic}/`)));
      return new Map(
        known.map(([key, { epoch, position }]) => [key, { epoch, reached: position.reached }] as const),
      );
    },
    save: async (batch) => save(batch),
    move: (log, next) => {
      const known = logs.get(logKey(log));
      if (known !== undefined) known.position = { ...known.position, next };
    },
    reach: (log, reached) => {
      const known = logs.get(logKey(log));
      if (known !== undefined) known.position = { ...known.position, reached };
    },
    totals: () => Array.from(totals, ([service, counts]) => ({ service, counts: { ...counts } })),
  };
}
