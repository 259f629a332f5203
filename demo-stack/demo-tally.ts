import { type LogRecord, topicOf, topics } from './traffic/log-record.ts';

/** Counts, by service, the errors that were written and those that the monitor reported. */
export type Tally = {
  written(records: readonly LogRecord[]): void;
  reported(service: string): void;
  /** Whether as many errors were reported as were written. */
  complete(): boolean;
  /** A table for people, with a line feed at its end. */
  summary(): string;
};

export function createTally(): Tally {
  let records = 0;
  const errors = new Map<string, number>();
  const reports = new Map<string, number>();

  return {
    written(batch) {
      records += batch.length;
      for (const { service } of batch.filter(({ level }) => topicOf(level) === topics.errors))
        count(errors, service);
    },
    reported: (service) => count(reports, service),
    complete: () => sum(reports) >= sum(errors),
    summary() {
      const names = [...new Set([...errors.keys(), ...reports.keys()])].sort();
      const rows = names.map((name) => row(name, errors.get(name) ?? 0, reports.get(name) ?? 0));
      return [
        `${records} records written, ${sum(errors)} of them errors; the monitor reported ${sum(reports)}`,
        row('service', 'errors', 'reported'),
        ...rows,
        '',
      ].join('\n');
    },
  };
}

function row(service: string, errors: number | string, reported: number | string): string {
  return `${service.padEnd(18)}${String(errors).padStart(8)}${String(reported).padStart(10)}`;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, each) => total + each, 0);
}
