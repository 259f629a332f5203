import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { outputConfig } from '../../src/config/output-config.ts';
import { pipelineConfig } from '../../src/config/pipeline-config.ts';
import { storeConfig } from '../../src/config/store-config.ts';

const now = Date.UTC(2026, 10, 23, 12);

test('has the defaults of the original system', () => {
  expect(kafkaConfig({}, {}, now)).toEqual({
    brokers: ['localhost:9092'],
    access: { tls: undefined, sasl: undefined, clientId: undefined },
    topics: ['application-logs', 'application-logs-errors'],
    topicsNamed: false,
    group: 'log-monitor-group',
    from: 'latest',
    sessionTimeoutMs: 10_000,
  });
  expect(storeConfig({}, {})).toMatchObject({ poolSize: 20, databaseUrl: undefined, redisUrl: undefined });
});

test('lets a flag win over the environment', () => {
  const env = { KAFKA_BROKERS: 'a:1', KAFKA_BOOTSTRAP_SERVERS: 'b:2', ESM_GROUP: 'env', ESM_TOPICS: 'x,y' };

  expect(kafkaConfig({ group: 'flag' }, env, now)).toMatchObject({
    brokers: ['a:1'],
    group: 'flag',
    topics: ['x', 'y'],
    topicsNamed: true,
  });
  expect(kafkaConfig({}, { KAFKA_BOOTSTRAP_SERVERS: 'b:2,[::1]:3' }, now).brokers).toEqual([
    'b:2',
    '[::1]:3',
  ]);
});

test('takes topics repeated or parted by commas, each once', () => {
  expect(kafkaConfig({ topics: ['a,b', 'c', 'a'] }, {}, now).topics).toEqual(['a', 'b', 'c']);
});

test.for([
  { from: '15m', since: now - 900_000 },
  { from: '2026-11-23T10:00:00Z', since: Date.UTC(2026, 10, 23, 10) },
  { from: '2026-11-23T10:00', since: Date.UTC(2026, 10, 23, 10) },
  { from: '2026-11-23 10:00:00,5', since: Date.UTC(2026, 10, 23, 10, 0, 0, 500) },
  { from: '2026-11-23', since: Date.UTC(2026, 10, 23) },
  { from: '2026-11-23T10:00+01:00', since: Date.UTC(2026, 10, 23, 9) },
  { from: 'today', since: Date.UTC(2026, 10, 23) },
  { from: 'yesterday 14:00', since: Date.UTC(2026, 10, 22, 14) },
  { from: '2 days ago', since: now - 2 * 86_400_000 },
])('reads --from $from', ({ from, since }) => {
  expect(kafkaConfig({ from }, {}, now).from).toEqual({ since });
});

test.for([
  { flags: { from: 'soon' }, names: '--from' },
  { flags: { from: '2026-02-30' }, names: '--from' },
  { flags: { brokers: 'no port' }, names: '--brokers' },
  { flags: { brokers: '' }, names: '--brokers' },
  { flags: { topics: ['a b'] }, names: '--topics' },
  { flags: { group: ' ' }, names: '--group' },
  { flags: { sessionTimeout: '1h' }, names: '--session-timeout' },
])('refuses $flags and names $names', ({ flags, names }) => {
  expect(() => kafkaConfig(flags, {}, now)).toThrow(
    expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(names) }),
  );
});

test('reads secrets from the environment or from a file it names', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'config-')), 'url');
  writeFileSync(file, 'postgres://from-file\n');

  expect(storeConfig({}, { DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://from-file');
  expect(storeConfig({}, { DATABASE_URL: 'postgres://env', DATABASE_URL_FILE: file }).databaseUrl).toBe(
    'postgres://env',
  );
  expect(() => storeConfig({}, { REDIS_URL_FILE: '/nowhere' })).toThrow(/REDIS_URL_FILE names \/nowhere/);
});

test('takes an empty variable of rules for one that is not set', () => {
  const empty = { ESM_REDACT_ALSO: '', ESM_REDACT_RULES: '', ESM_GROUPING_RULES: '' };

  expect(pipelineConfig({ redact: true }, empty)).toEqual(pipelineConfig({ redact: true }, {}));
});

test('is headless where stdout is no terminal, unless told otherwise', () => {
  expect(outputConfig({}, {}, true).headless).toBe(false);
  expect(outputConfig({}, {}, false).headless).toBe(true);
  expect(outputConfig({}, { ESM_HEADLESS: 'true' }, true).headless).toBe(true);
  expect(outputConfig({ headless: false }, { ESM_HEADLESS: '1' }, false).headless).toBe(false);
  expect(() => outputConfig({}, { ESM_HEADLESS: 'perhaps' }, true)).toThrow(/ESM_HEADLESS/);
});

test.each([
  { flags: { quiet: true }, message: '--quiet has no effect without --headless.' },
  { flags: { statsEvery: '10s' }, message: '--stats-every has no effect without --headless.' },
])('refuses $flags where no JSON lines are printed, but not in the environment', ({ flags, message }) => {
  expect(() => outputConfig(flags, {}, true)).toThrow(message);
  expect(outputConfig(flags, {}, false)).toMatchObject({ headless: true });
  expect(outputConfig({}, { ESM_QUIET: '1', ESM_STATS_EVERY: '10s' }, true).headless).toBe(false);
});

test.for([0, -1, 1.5, 201, Number.NaN])('refuses a pool of %d', (poolSize) => {
  expect(() => storeConfig({ poolSize }, {})).toThrow(/pool-size/);
});
