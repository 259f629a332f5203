import { messageOf } from '../errors.ts';

/** What one check found. */
export type Finding = {
  /** What was looked at, for example `Kafka topics`. */
  readonly check: string;
  /** `fail`: the monitor can't work. `warn`: it can, but not well. `off`: not configured. */
  readonly verdict: 'ok' | 'warn' | 'fail' | 'off';
  readonly detail: string;
  /** What to do, where something is to be done. */
  readonly hint: string | null;
};

/** What can be used as it is. */
export function ok(check: string, detail: string): Finding {
  return { check, verdict: 'ok', detail, hint: null };
}

/** What can be used, but not for long or not for everything. */
export function warn(check: string, detail: string, hint: string): Finding {
  return { check, verdict: 'warn', detail, hint };
}

/** What can't be used: says what was thrown, with its hint where it has one. */
export function fail(check: string, error: unknown): Finding {
  const detail = messageOf(error);
  const hint =
    error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : null;
  return { check, verdict: 'fail', detail, hint };
}
