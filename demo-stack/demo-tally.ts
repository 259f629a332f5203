import type { RecordCounts } from './count-records.ts';

/** Compares, by service, the errors in Kafka with those that the monitor reported. */
export type Tally = {
  reported(service: string): void;
  /** Whether at least as many errors were reported as were written. */
  complete(written: RecordCounts): boolean;
  /** A table for people, with a line feed at its end. */
  summary(written: RecordCounts): string;
};

export function createTally(): Tally {
  const reports = new Map<string, number>();

  return {
    reported: (service) => void reports.set(service, (reports.get(service) ?? 0) + 1),
    complete: ({ errors }) => sum(reports) >= sum(errors),
    summary({ records, errors }) {
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

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, each) => total + each, 0);
}
