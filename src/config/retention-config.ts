import { durationMs } from '../time/time-spec.ts';
import { type Environment, wrongFlag } from './settings.ts';

const dayMs = 86_400_000;

/** The option of `watch` and `prune`. */
export const retentionOption = {
  retention: {
    type: 'string',
    requiresArg: true,
    describe: 'Drop days of errors that are older; incidents and totals stay [ESM_RETENTION]',
    defaultDescription: 'nothing is dropped',
  },
} as const;

/**
 * Whole days to keep; undefined keeps everything.
 *
 * @throws MonitorError `CONFIG` for less than a day.
 */
export function retentionDays(
  flags: { readonly retention?: string | undefined },
  env: Environment,
): number | undefined {
  const text = flags.retention ?? env.ESM_RETENTION;
  if (text === undefined || text === '') return undefined;
  const days = (durationMs(text) ?? 0) / dayMs;
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw wrongFlag('retention', text, 'whole days, such as 30d (environment: ESM_RETENTION)');
}

/** What ends at or before this time is dropped, ms since the epoch. */
export function retentionStart(days: number, now: number): number {
  return now - days * dayMs;
}
