import { logKey } from '../../src/log-key.ts';
import type { IncidentStore, SaveOutcome } from '../../src/ports.ts';
import type { BatchResult, LogId, Position, ServiceTotals, Severity } from '../../src/types.ts';

type Counts = { [severity in Severity]: number };
type Log = {
  position: Position;
  version: bigint;
  readonly coordinates: Set<string>;
  readonly totals: Map<string, Counts>;
};

/** The store's twin in memory: the same rules, kept to by the same contract suite. */
export function createMemoryStore(): IncidentStore & {
  /** Moves a position by hand, as `replay` or another member would. */
  move(log: LogId, next: bigint): void;
} {
  const logs = new Map<string, Log>();
  const incidents = new Set<string>();

  function save(batch: BatchResult): SaveOutcome {
    const log = logs.get(logKey(batch.log));
    if (log === undefined) return { outcome: 'fenced', position: undefined };
    const { next, reached } = log.position;
    const straddles = batch.from < reached && reached < batch.next;
    if (next !== batch.from || straddles) return { outcome: 'fenced', position: log.position };

    const touched = new Set<string>();
    const countsOf = (service: string): Counts => {
      touched.add(service);
      const counts = log.totals.get(service) ?? noCounts();
      log.totals.set(service, counts);
      return counts;
    };
    let inserted = 0;
    for (const { offset, part, service, severity } of batch.errors) {
      const coordinate = `${offset}/${part}`;
      if (log.coordinates.has(coordinate)) continue;
      log.coordinates.add(coordinate);
      inserted += 1;
      countsOf(service)[severity] += 1;
    }
    if (reached <= batch.from) {
      for (const { service, counts } of batch.counts) {
        for (const severity of ['WARN', 'INFO', 'DEBUG', 'UNKNOWN'] as const) {
          if (counts[severity] > 0) countsOf(service)[severity] += counts[severity];
        }
      }
    }
    const newIncidents = [...new Set(batch.errors.map(({ incident }) => incident))].filter(
      (id) => !incidents.has(id),
    );
    for (const id of newIncidents) incidents.add(id);
    log.position = { next: batch.next, reached: reached > batch.next ? reached : batch.next };
    log.version += 1n;
    const totals = totalsOf(log).filter(({ service }) => touched.has(service));
    return {
      outcome: 'stored',
      stored: { batch, version: log.version, inserted, totals, newIncidents, regressedIncidents: [] },
    };
  }

  return {
    position: async (log) => logs.get(logKey(log))?.position,
    start: async (positions) => {
      for (const { log, next } of positions) {
        if (logs.has(logKey(log))) continue;
        const position = { next, reached: next };
        logs.set(logKey(log), { position, version: 0n, coordinates: new Set(), totals: new Map() });
      }
    },
    save: async (batch) => save(batch),
    logTotals: async (log) => {
      const known = logs.get(logKey(log));
      return { version: known?.version ?? 0n, totals: known === undefined ? [] : totalsOf(known) };
    },
    move: (log, next) => {
      const known = logs.get(logKey(log));
      if (known !== undefined) known.position = { ...known.position, next };
    },
    close: async () => {},
  };
}

function totalsOf(log: Log): readonly ServiceTotals[] {
  return Array.from(log.totals, ([service, counts]) => ({ service, counts: { ...counts } }));
}

function noCounts(): Counts {
  return { CRITICAL: 0, ERROR: 0, EXCEPTION: 0, WARN: 0, INFO: 0, DEBUG: 0, UNKNOWN: 0 };
}
