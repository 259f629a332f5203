import { alertConfig } from './alert-config.ts';
import { httpConfig } from './http-config.ts';
import { kafkaConfig } from './kafka-config.ts';
import { outputConfig } from './output-config.ts';
import { retentionDays } from './retention-config.ts';
import { screenConfig } from './screen-config.ts';
import type { Environment } from './settings.ts';
import { storeConfig } from './store-config.ts';

/** What may stand under one key of the configuration file. */
export type FileKey = {
  /** The environment name that the value takes the place of. */
  readonly sets: string;
  /** Other names that say the same: each of them wins over the file, as `sets` does. */
  readonly also?: readonly string[];
  /** A list may also be one text with commas; a path is relative to the file's folder. */
  readonly takes: 'text' | 'list' | 'number' | 'switch' | 'path';
  /** Whether the value holds a secret, so that the file is for its owner's eyes only. */
  readonly isSecret?: (value: string) => boolean;
  /** Throws MonitorError `CONFIG` when the value can't be read. `env` holds nothing else. */
  readonly check?: (env: Environment) => unknown;
};

const checkKafka = (env: Environment) => kafkaConfig({}, env, Date.now());
const checkOutput = (env: Environment) => outputConfig({}, env, false);
const checkScreen = (env: Environment) => screenConfig({}, env, false);
const checkHttp = (env: Environment) => httpConfig({}, { ...env, ESM_HTTP_TOKEN: 'checked-by-itself' });

const checkAlerts = (env: Environment) =>
  alertConfig({}, { ESM_ALERT_URL: 'https://example.com', ESM_ALERT_ALLOW_PRIVATE: 'true', ...env });

/** The keys of the configuration file: the flags by their own names, and what has no flag because it may hold a secret. */
export const fileKeys: { readonly [key: string]: FileKey } = {
  brokers: { sets: 'KAFKA_BROKERS', also: ['KAFKA_BOOTSTRAP_SERVERS'], takes: 'list', check: checkKafka },
  topics: { sets: 'ESM_TOPICS', takes: 'list', check: checkKafka },
  group: { sets: 'ESM_GROUP', takes: 'text', check: checkKafka },
  from: { sets: 'ESM_FROM', takes: 'text', check: checkKafka },
  'session-timeout': { sets: 'ESM_SESSION_TIMEOUT', takes: 'text', check: checkKafka },
  'pool-size': { sets: 'ESM_POOL_SIZE', takes: 'number', check: (env) => storeConfig({}, env) },
  headless: { sets: 'ESM_HEADLESS', takes: 'switch' },
  quiet: { sets: 'ESM_QUIET', takes: 'switch' },
  'stats-every': { sets: 'ESM_STATS_EVERY', takes: 'text', check: checkOutput },
  observe: { sets: 'ESM_OBSERVE', takes: 'switch' },
  plain: { sets: 'ESM_PLAIN', takes: 'switch' },
  mouse: { sets: 'ESM_MOUSE', takes: 'switch' },
  'print-selection': { sets: 'ESM_PRINT_SELECTION', takes: 'switch' },
  theme: { sets: 'ESM_THEME', takes: 'text', check: checkScreen },
  color: { sets: 'ESM_COLOR', takes: 'text', check: checkScreen },
  http: { sets: 'ESM_HTTP', takes: 'text', check: checkHttp },
  retention: { sets: 'ESM_RETENTION', takes: 'text', check: (env) => retentionDays({}, env) },
  'grouping-rules': { sets: 'ESM_GROUPING_RULES', takes: 'path' },
  'redact-rules': { sets: 'ESM_REDACT_RULES', takes: 'path' },
  'redact-also': { sets: 'ESM_REDACT_ALSO', takes: 'list' },
  ...secret('alert', 'ESM_ALERT_URL', () => true, { takes: 'list', check: checkAlerts }),
  'alert-command': { sets: 'ESM_ALERT_COMMAND', takes: 'text' },
  'alert-allow-private': { sets: 'ESM_ALERT_ALLOW_PRIVATE', takes: 'switch' },
  'alert-on': { sets: 'ESM_ALERT_ON', takes: 'list', check: checkAlerts },
  'alert-silence': { sets: 'ESM_ALERT_SILENCE', takes: 'text', check: checkAlerts },
  'alert-max': { sets: 'ESM_ALERT_MAX', takes: 'number', check: checkAlerts },
  ...secret('databaseUrl', 'DATABASE_URL', hasPassword),
  ...secret('redisUrl', 'REDIS_URL', hasPassword),
  redisTlsCa: { sets: 'REDIS_TLS_CA', takes: 'path' },
  ...secret('httpToken', 'ESM_HTTP_TOKEN', () => true),
  dataDir: { sets: 'ESM_DATA_DIR', takes: 'path' },
};

/** A value that may be a secret, or the file that holds it. */
function secret(
  key: string,
  name: string,
  isSecret: NonNullable<FileKey['isSecret']>,
  { takes = 'text', check }: { readonly takes?: FileKey['takes']; readonly check?: FileKey['check'] } = {},
) {
  const file = `${name}_FILE`;
  return {
    [key]: { sets: name, also: [file], takes, isSecret, ...(check && { check }) },
    [`${key}File`]: { sets: file, also: [name], takes: 'path' },
  } as const;
}

function hasPassword(url: string): boolean {
  return /:\/\/[^/?#]*:[^/?#]*@|[?&]password=/i.test(url);
}
