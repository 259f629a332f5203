import type { ServiceSummary } from '../../postgres/query-services.ts';
import { count, percent } from '../../text/numbers.ts';
import { iso } from '../json-lines.ts';
import type { RowForm } from '../print-rows.ts';

/** Services with their counts; the times are those of their stored errors. */
export const serviceRows: RowForm<ServiceSummary> = {
  columns: [
    { name: 'service', most: 40, text: ({ service }) => service },
    { name: 'errors', right: true, text: ({ errors }) => count(errors) },
    { name: 'critical', right: true, spare: 3, text: ({ counts }) => count(counts.CRITICAL) },
    { name: 'error', right: true, spare: 3, text: ({ counts }) => count(counts.ERROR) },
    { name: 'exception', right: true, spare: 3, text: ({ counts }) => count(counts.EXCEPTION) },
    { name: 'events', right: true, spare: 1, text: ({ events }) => count(events) },
    {
      name: 'err%',
      right: true,
      spare: 2,
      text: ({ errors, events }) => percent(events === 0 ? null : errors / events),
    },
    { name: 'first seen', spare: 5, text: ({ firstSeen }, look) => seen(firstSeen, look.time) },
    { name: 'last seen', spare: 4, text: ({ lastSeen }, look) => seen(lastSeen, look.time) },
  ],
  record: ({ service, errors, counts, events, firstSeen, lastSeen }) => ({
    service,
    errors,
    critical: counts.CRITICAL,
    error: counts.ERROR,
    exception: counts.EXCEPTION,
    events,
    firstSeen: firstSeen === null ? null : iso(firstSeen),
    lastSeen: lastSeen === null ? null : iso(lastSeen),
  }),
};

function seen(instant: number | null, time: (instant: number) => string): string {
  return instant === null ? '–' : time(instant).slice(0, -4);
}
