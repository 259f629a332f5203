import type { Output } from '../ports.ts';
import type { KeptSeverity } from '../types.ts';

/** What this process stored since its start, by service and level. */
export type Counters = Output & {
  records(): number;
  /** At most 100 services; the errors of further ones count as `other`. */
  errors(): readonly { readonly service: string; readonly level: KeptSeverity; readonly count: number }[];
};

/** Each label costs Prometheus a series for ever, and names come from the records: so they have a bound. */
const maxServices = 100;
const other = 'other';

/** Counters at zero. */
export function createCounters(): Counters {
  const services = new Map<string, Map<KeptSeverity, number>>();
  let records = 0;

  function countsOf(name: string): Map<KeptSeverity, number> {
    const service = services.has(name) || services.size < maxServices ? name : other;
    const known = services.get(service) ?? new Map<KeptSeverity, number>();
    services.set(service, known);
    return known;
  }

  return {
    push({ batch }) {
      records += batch.records;
      for (const { service, severity } of batch.errors) {
        const counts = countsOf(service);
        counts.set(severity, (counts.get(severity) ?? 0) + 1);
      }
    },
    records: () => records,
    errors: () =>
      [...services].flatMap(([service, counts]) =>
        Array.from(counts, ([level, count]) => ({ service, level, count })),
      ),
  };
}
