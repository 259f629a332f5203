import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withConfigFile } from '../../src/config/config-file.ts';
import { fileKeys } from '../../src/config/file-keys.ts';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { storeConfig } from '../../src/config/store-config.ts';
import { runCommand } from '../support/a-command.ts';
import { aFile } from '../support/a-file.ts';
import { fileName, settled } from './settled.ts';

const now = Date.UTC(2026, 10, 23, 12);

test('takes the settings of the top, and lets the chosen profile win over them', async () => {
  const text =
    'group: everyone\nfrom: 15m\nprofiles:\n  prod:\n    group: on-call\n  test:\n    group: tests\n';

  const top = kafkaConfig({}, await settled(text), now);
  const prod = kafkaConfig({}, await settled(text, {}, 'prod'), now);

  expect(top).toMatchObject({ group: 'everyone', from: { since: now - 900_000 } });
  expect(prod).toMatchObject({ group: 'on-call', from: { since: now - 900_000 } });
});

test('lets the environment win over a profile, and a flag over the environment', async () => {
  const text =
    'profiles:\n  prod:\n    group: from-profile\n    topics: [from-profile]\n    from: earliest\n';
  const env = await settled(text, { ESM_GROUP: 'from-env', ESM_TOPICS: 'from-env', ESM_PROFILE: 'prod' });

  const config = kafkaConfig({ group: 'from-flag' }, env, now);

  expect(config).toMatchObject({ group: 'from-flag', topics: ['from-env'], from: 'earliest' });
});

test.for([
  { text: 'brokers: file:1', env: { KAFKA_BOOTSTRAP_SERVERS: 'env:2' } },
  { text: 'brokers: [file:1]', env: { KAFKA_BROKERS: 'env:2' } },
])('knows every name that the environment has for $text', async ({ text, env }) => {
  expect(kafkaConfig({}, await settled(text, env), now).brokers).toEqual(['env:2']);
});

test('lets a secret of the environment win, whether it stands there or in a file', async () => {
  const secret = await aFile(fileName, 'postgres://from-env/esm\n');

  const env = await settled('databaseUrl: postgres://from-file/esm\n', { DATABASE_URL_FILE: secret });

  expect(storeConfig({}, env).databaseUrl).toBe('postgres://from-env/esm');
});

test('takes an empty variable for one that is not set', async () => {
  const env = await settled('databaseUrl: postgres://from-file/esm\n', { DATABASE_URL: '' });

  expect(storeConfig({}, env).databaseUrl).toBe('postgres://from-file/esm');
});

test('takes paths from the folder of the file', async () => {
  const path = await aFile(fileName, 'databaseUrlFile: secrets/url\n');
  await mkdir(join(path, '../secrets'));
  await writeFile(join(path, '../secrets/url'), 'postgres://db/esm\n');

  const env = await withConfigFile({ config: path }, {}, () => {});

  expect(storeConfig({}, env).databaseUrl).toBe('postgres://db/esm');
});

test('takes an anchor and its alias for the same settings', async () => {
  const text = 'profiles:\n  prod: &prod\n    group: shared\n  canary: *prod\n';

  expect(await settled(text, {}, 'canary')).toMatchObject({ ESM_GROUP: 'shared' });
});

test('changes nothing without a file', async () => {
  const env = { ESM_CONFIG_DIR: await mkdtemp(join(tmpdir(), 'config-file-')), ESM_GROUP: 'env' };

  expect(await withConfigFile({}, env, () => {})).toEqual(env);
});

test('finds esm-monitor.yaml in the config folder', async () => {
  const folder = join(await aFile(fileName, 'group: found\n'), '..');

  expect(await withConfigFile({}, { ESM_CONFIG_DIR: folder }, () => {})).toMatchObject({
    ESM_GROUP: 'found',
  });
});

test.for([
  { what: 'nothing', text: '' },
  { what: 'comments', text: '# nothing yet\n' },
  { what: 'no profiles', text: 'profiles: {}\n' },
])('takes a file of $what', async ({ text }) => {
  expect(await settled(text, { ESM_GROUP: 'env' })).toEqual({ ESM_GROUP: 'env' });
});

test.for([
  { text: 'databaseUrl: postgres://esm:hunter2@db/esm\n', mode: 0o644, warned: true },
  { text: 'profiles:\n  prod:\n    httpToken: hunter2\n', mode: 0o640, warned: true },
  { text: 'databaseUrl: postgres://esm:hunter2@db/esm\n', mode: 0o600, warned: false },
  { text: 'databaseUrl: postgres://esm@db/esm\n', mode: 0o644, warned: false },
])(
  'warns of a file with a secret that others can read, and of no other: %#',
  async ({ text, mode, warned }) => {
    const path = await aFile(fileName, text, mode);
    const warnings: string[] = [];

    await withConfigFile({ config: path }, {}, (warning) => warnings.push(warning));

    expect(warnings).toEqual(
      warned ? [`${path} holds a secret and others can read it: chmod 600 ${path}`] : [],
    );
  },
);

test('warns once, however deep the command', async () => {
  const path = await aFile(fileName, 'httpToken: hunter2\nfrom: earliest\ndatabaseUrl: nowhere\n', 0o644);

  const run = await runCommand(['query', 'services', '--since', 'never', '--config', path]);

  expect(run.stderr.split('chmod 600').length - 1).toBe(1);
});

test('gives every command what the file says', async () => {
  const path = await aFile(
    fileName,
    'retention: 30d\ndatabaseUrl: postgres://127.0.0.1:1/esm\nbrokers: 127.0.0.1:1\n',
  );
  const commands = [
    ['query'],
    ['query', 'services'],
    ['resolve', '9f86d081'],
    ['prune', '--yes'],
    ['replay', '--rebuild-totals'],
  ];

  const runs = await Promise.all(commands.map((args) => runCommand([...args, '--config', path])));

  expect(
    runs.map(({ code, stderr, stdout }) => [code, `${stdout}${stderr}`.includes('127.0.0.1:1')]),
  ).toEqual(commands.map(() => [3, true]));
});

test('prints help whatever the file holds', async () => {
  const path = await aFile(fileName, 'gruop: a\n');

  const run = await runCommand(['watch', '--help'], { env: { ESM_CONFIG: path } });

  expect(run.code).toBe(0);
});

test('has a key for every flag that has an environment name', async () => {
  const commands = [['watch'], ['query'], ['replay'], ['prune'], ['doctor'], ['explain'], ['mute']];
  const helps = await Promise.all(commands.map(async (args) => await helpOf(args)));
  const named = helps.join('\n').matchAll(/\[([A-Z_]{4,}(?:, [A-Z_]+)*)\]/g);
  const names = new Set([...named].map(([, list = '']) => list.split(', ')[0]));

  const sets = Object.values(fileKeys).map((key) => key.sets);

  expect([...names].filter((name) => name !== 'ESM_CONFIG' && name !== 'ESM_PROFILE')).toEqual(
    expect.arrayContaining(['KAFKA_BROKERS', 'ESM_THEME']),
  );
  expect([...names].filter((name = '') => !sets.includes(name))).toEqual(['ESM_CONFIG', 'ESM_PROFILE']);
});

async function helpOf(args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (text: string) => lines.push(text);
  try {
    await runCommand([...args, '--help'], { terminal: { columns: 200, rows: 50 } });
  } finally {
    console.log = log;
  }
  return lines.join('\n');
}

test('reads the example of the documentation', async () => {
  const docs = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';

  const env = await settled(example, {}, 'prod');

  expect(env).toMatchObject({
    KAFKA_BROKERS: 'kafka-1:9093,kafka-2:9093',
    ESM_THEME: 'high-contrast',
    ESM_RETENTION: '30d',
    REDIS_URL: 'rediss://cache:6380',
  });
});

test('documents every key', async () => {
  const docs = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

  expect(Object.keys(fileKeys).filter((key) => !docs.includes(`\`${key}\``))).toEqual([]);
});
