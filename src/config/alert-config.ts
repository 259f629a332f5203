import { createAddressGuard, hostOf } from '../alerts/address-guard.ts';
import { type AlertWish, alertWishes } from '../alerts/alert.ts';
import { MonitorError } from '../errors.ts';
import { durationMs } from '../time/time-spec.ts';
import { addressesIn } from './alert-addresses.ts';
import { type Environment, listOf, secret, wrongFlag } from './settings.ts';
import { switchIn } from './switch.ts';

/** Where alerts go: the same in `watch` and `doctor`. */
export const alertTargetOptions = {
  alert: {
    type: 'string',
    array: true,
    nargs: 1,
    describe:
      'Send alerts to this web hook (Slack or JSON); repeated. Its path may be a secret that others see in ps: the environment and ESM_ALERT_URL_FILE hide it [ESM_ALERT_URL]',
    defaultDescription: 'none',
  },
  'alert-command': {
    type: 'string',
    requiresArg: true,
    describe: 'Run this program for each alert, with its JSON on stdin [ESM_ALERT_COMMAND]',
    defaultDescription: 'none',
  },
  'alert-allow-private': {
    type: 'boolean',
    describe:
      'Web hooks may be on this machine or in a private network, and plain http [ESM_ALERT_ALLOW_PRIVATE]',
    defaultDescription: 'off',
  },
} as const;

/** What is told, and how often. */
export const alertOptions = {
  ...alertTargetOptions,
  'alert-on': {
    type: 'string',
    array: true,
    nargs: 1,
    describe: `What alerts are sent for: ${alertWishes.join(', ')} [ESM_ALERT_ON]`,
    defaultDescription: 'new,regressed,escalating',
  },
  'alert-silence': {
    type: 'string',
    requiresArg: true,
    describe: 'Also alert when no records come for so long [ESM_ALERT_SILENCE]',
    defaultDescription: 'off; 5m with --alert-on silence',
  },
  'alert-max': {
    type: 'number',
    requiresArg: true,
    describe: 'Alerts an hour to each address; the last one sums up the rest [ESM_ALERT_MAX]',
    defaultDescription: '30',
  },
} as const;

/** Where alerts go. */
export type AlertTargets = {
  readonly urls: readonly URL[];
  /** `--alert-allow-private` */
  readonly allowPrivate: boolean;
  readonly command: { readonly program: string; readonly args: readonly string[] } | undefined;
  /** The command's environment: ours, without our own settings and secrets. */
  readonly commandEnv: Environment;
};

/** What is alerted of, where, and how often. */
export type AlertConfig = AlertTargets & {
  readonly changes: readonly AlertWish[];
  readonly silenceMs: number | undefined;
  readonly maxPerHour: number;
};

/**
 * Reads where alerts go; undefined when they go nowhere.
 *
 * @throws MonitorError `CONFIG` that names the flag, and of an address no more than its host.
 */
export function alertTargets(
  flags: {
    readonly alert?: readonly string[] | undefined;
    readonly alertCommand?: string | undefined;
    readonly alertAllowPrivate?: boolean | undefined;
  },
  env: Environment,
): AlertTargets | undefined {
  const allowPrivate = flags.alertAllowPrivate ?? switchIn(env, 'ESM_ALERT_ALLOW_PRIVATE') ?? false;
  const texts = flags.alert ?? addressesIn(secret('ESM_ALERT_URL', env) ?? '');
  const urls = new Map(
    texts
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text) => urlOf(text, allowPrivate))
      .map((url) => [url.href, url]),
  );
  const words = wordsOf(flags.alertCommand ?? env.ESM_ALERT_COMMAND ?? '');
  const [program, ...args] = words;
  if (urls.size === 0 && program === undefined) return undefined;
  return {
    urls: [...urls.values()],
    allowPrivate,
    command: program === undefined ? undefined : { program, args },
    commandEnv: Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name))),
  };
}

/** Settings and secrets of the monitor, which no other program needs. */
const ours = /^(ESM_|KAFKA_|DATABASE_URL|REDIS_URL)/;

/**
 * Reads what alerts are sent for, and where; undefined when they go nowhere.
 *
 * @throws MonitorError `CONFIG` that names the flag, its value and what it takes, also when alerts go nowhere.
 */
export function alertConfig(
  flags: Parameters<typeof alertTargets>[0] & {
    readonly alertOn?: readonly string[] | undefined;
    readonly alertSilence?: string | undefined;
    readonly alertMax?: number | undefined;
  },
  env: Environment,
): AlertConfig | undefined {
  const targets = alertTargets(flags, env);
  const wishes = listOf(flags.alertOn?.join(',') ?? env.ESM_ALERT_ON ?? '');
  const changes = alertWishes.filter((wish) => wishes.includes(wish));
  const strange = wishes.find((wish) => !changes.some((known) => known === wish));
  if (strange !== undefined)
    throw wrongFlag('alert-on', strange, `${alertWishes.join(', ')}, or several (environment: ESM_ALERT_ON)`);
  const silence =
    flags.alertSilence ?? (env.ESM_ALERT_SILENCE || (changes.includes('silence') ? '5m' : undefined));
  const silenceMs = silence === undefined ? undefined : durationMs(silence);
  if (silence !== undefined && (silenceMs === undefined || silenceMs < 10_000)) {
    throw wrongFlag(
      'alert-silence',
      silence,
      'a time from 10s on, such as 5m (environment: ESM_ALERT_SILENCE)',
    );
  }
  const max = flags.alertMax ?? Number(env.ESM_ALERT_MAX || 30);
  if (!Number.isInteger(max) || max < 1 || max > 1_000) {
    throw wrongFlag('alert-max', String(max), 'a whole number from 1 to 1000 (environment: ESM_ALERT_MAX)');
  }
  if (targets === undefined) return undefined;
  return {
    ...targets,
    changes: changes.length === 0 ? ['new', 'regressed', 'escalating'] : changes,
    silenceMs,
    maxPerHour: max,
  };
}

function urlOf(text: string, allowPrivate: boolean): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refused(
      'An address of --alert is no https URL.',
      'It takes one such as https://hooks.slack.com/services/…',
    );
  }
  const host = hostOf(url);
  if (allowPrivate) return url;
  if (host === 'localhost' || createAddressGuard(allowPrivate).refusal(host) !== undefined) {
    throw refused(
      `--alert names ${host}, which is this machine or a private network.`,
      'Add --alert-allow-private if that is meant.',
    );
  }
  if (url.protocol === 'http:') {
    throw refused(
      `--alert to ${host} is plain http: others could read its path and the alerts.`,
      'Use https, or --alert-allow-private for a network that you trust.',
    );
  }
  return url;
}

function refused(message: string, hint: string): MonitorError {
  return new MonitorError('CONFIG', message, hint);
}

/** Words parted by blanks, as a shell would part them: quotes hold one together. Nothing else is special. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}
