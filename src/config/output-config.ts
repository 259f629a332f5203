import { MonitorError } from '../errors.ts';
import { durationMs } from '../time/time-spec.ts';
import { type Environment, settingsOf } from './settings.ts';

const { described, given, switchOf, invalid } = settingsOf({
  headless: { env: ['ESM_HEADLESS'], fallback: 'on when stdout is no terminal' },
  quiet: { env: ['ESM_QUIET'], fallback: 'off' },
  'stats-every': { env: ['ESM_STATS_EVERY'], fallback: 'never' },
});

/** The flags that choose between the screen and JSON lines, and what lines there are. */
export const outputOptions = {
  headless: { type: 'boolean', ...described('headless', 'Print JSON lines instead of the screen') },
  quiet: { type: 'boolean', ...described('quiet', 'Headless: store, but print no errors') },
  'stats-every': {
    type: 'string',
    requiresArg: true,
    ...described('stats-every', 'Headless: print a stats line this often, for example 10s'),
  },
} as const;

/** What `watch` writes to stdout. */
export type OutputConfig = {
  readonly headless: boolean;
  /** Headless, without a line for each error. */
  readonly quiet: boolean;
  /** Undefined: no stats lines. */
  readonly statsEveryMs: number | undefined;
};

/**
 * @param isTerminal - Whether stdout is one: without it, `headless` is the default.
 * @throws MonitorError `CONFIG` for a time that can't be read or is below 100 ms, and for a flag of JSON lines where there are
 * none. In the environment it is no mistake: it waits for a run without a terminal.
 */
export function outputConfig(
  flags: {
    readonly headless?: boolean | undefined;
    readonly quiet?: boolean | undefined;
    readonly statsEvery?: string | undefined;
  },
  env: Environment,
  isTerminal: boolean,
): OutputConfig {
  const headless = flags.headless ?? switchOf('headless', env) ?? !isTerminal;
  const quiet = flags.quiet ?? switchOf('quiet', env) ?? false;
  const every = given('stats-every', flags.statsEvery, env);
  const statsEveryMs = every === undefined ? undefined : durationMs(every);
  if (every !== undefined && (statsEveryMs === undefined || statsEveryMs < 100)) {
    throw invalid('stats-every', every, 'a time such as 10s or 1m');
  }
  const lost = flags.quiet ? 'quiet' : flags.statsEvery === undefined ? undefined : 'stats-every';
  if (lost !== undefined && !headless) {
    throw new MonitorError(
      'CONFIG',
      `--${lost} has no effect without --headless.`,
      'Add it, or leave this out.',
    );
  }
  return { headless, quiet, statsEveryMs };
}
