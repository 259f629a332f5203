import { readFileSync } from 'node:fs';
import { MonitorError } from '../errors.ts';
import { splitAtCommas, unescapeCommas } from '../text/comma-list.ts';
import { switchIn } from './switch.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = { readonly [name: string]: string | undefined };

/** What a flag means: its environment names (the first one set counts) and its default, both shown by `--help`. */
export type Setting = { readonly env: readonly string[]; readonly fallback: string };

/** Reads settings: a flag wins over the environment, which is why yargs only describes their defaults. */
export function settingsOf<Flag extends string>(settings: { readonly [flag in Flag]: Setting }) {
  function given(flag: Flag, value: string | undefined, env: Environment): string | undefined {
    return (
      value ?? settings[flag].env.map((name) => nonEmpty(env[name])).find((found) => found !== undefined)
    );
  }

  function switchOf(flag: Flag, env: Environment): boolean | undefined {
    return settings[flag].env.map((name) => switchIn(env, name)).find((found) => found !== undefined);
  }

  function invalid(flag: Flag, value: string, takes: string): MonitorError {
    return wrongFlag(flag, value, `${takes} (environment: ${settings[flag].env.join(', ')})`);
  }

  /** What `--help` says of a flag. */
  function described(flag: Flag, text: string) {
    const { env, fallback } = settings[flag];
    return { describe: `${text} [${env.join(', ')}]`, defaultDescription: fallback } as const;
  }

  return { given, switchOf, invalid, described, fallback: (flag: Flag) => settings[flag].fallback };
}

/** Secrets come from the environment or from a file that it names, never from a flag: others can read flags. */
export function secret(name: string, env: Environment): string | undefined {
  const value = nonEmpty(env[name]);
  const file = nonEmpty(env[`${name}_FILE`]);
  if (value !== undefined || file === undefined) return value;
  try {
    return nonEmpty(readFileSync(file, 'utf8').trim());
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `${name}_FILE names ${file}, which can't be read.`,
      'Check its path and rights.',
      {
        cause,
      },
    );
  }
}

/** The error for a flag's value that can't be read. @param takes - What the flag takes, after "It takes". */
export function wrongFlag(flag: string, value: string, takes: string): MonitorError {
  // yargs has made a number of it, and what was typed is gone.
  const is = value === 'NaN' ? 'is no number' : `can't be "${value}"`;
  return new MonitorError('CONFIG', `--${flag} ${is}.`, `It takes ${takes}.`);
}

/** The parts of a comma-separated text, each once, without empty ones; `\,` is a comma within one. */
export function listOf(text: string): readonly string[] {
  const parts = splitAtCommas(text).map((part) => unescapeCommas(part.trim()));
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** Undefined for an empty text, too: a variable that is set to nothing is one that is not set. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
