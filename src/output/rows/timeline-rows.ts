import { errorsIn, eventsIn } from '../../severity-counts.ts';
import { count } from '../../text/numbers.ts';
import type { TimelineBucket } from '../../types.ts';
import { iso } from '../json-lines.ts';
import type { RowForm } from '../print-rows.ts';

const barColumns = 24;

/** Buckets of time with their counts and a bar. @param most - Errors that fill the bar. */
export function timelineRows(most: number): RowForm<TimelineBucket> {
  return {
    columns: [
      { name: 'from', text: ({ at }, look) => look.time(at).slice(0, 16) },
      { name: 'errors', right: true, text: ({ counts }) => count(errorsIn(counts)) },
      { name: 'critical', right: true, spare: 2, text: ({ counts }) => count(counts.CRITICAL) },
      { name: 'error', right: true, spare: 2, text: ({ counts }) => count(counts.ERROR) },
      { name: 'exception', right: true, spare: 2, text: ({ counts }) => count(counts.EXCEPTION) },
      { name: 'events', right: true, spare: 3, text: ({ counts }) => count(eventsIn(counts)) },
      {
        name: '',
        least: barColumns, // a bar that is cut off would tell less than there is, and more than none
        spare: 1,
        text: ({ counts }) => bar(errorsIn(counts), most),
        paint: (text, _row, chalk) => chalk.red(text),
      },
    ],
    record: ({ at, counts }) => ({
      at: iso(at),
      errors: errorsIn(counts),
      critical: counts.CRITICAL,
      error: counts.ERROR,
      exception: counts.EXCEPTION,
      events: eventsIn(counts),
    }),
  };
}

function bar(value: number, most: number): string {
  return value === 0 ? '' : '█'.repeat(Math.max(1, Math.round((value / Math.max(most, 1)) * barColumns)));
}
