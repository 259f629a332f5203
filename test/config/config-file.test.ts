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

const now = Date.UTC(2026, 10, 23, 12);

const name = 'esm-monitor.yaml';

/** What the file makes of an environment. */
async function settled(text: string, env: { readonly [name: string]: string } = {}, profile?: string) {
  return await withConfigFile({ config: await aFile(name, text), profile }, env, () => {});
}

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
  const secret = await aFile(name, 'postgres://from-env/esm\n');

  const env = await settled('databaseUrl: postgres://from-file/esm\n', { DATABASE_URL_FILE: secret });

  expect(storeConfig({}, env).databaseUrl).toBe('postgres://from-env/esm');
});

test('takes an empty variable for one that is not set', async () => {
  const env = await settled('databaseUrl: postgres://from-file/esm\n', { DATABASE_URL: '' });

  expect(storeConfig({}, env).databaseUrl).toBe('postgres://from-file/esm');
});

test('takes paths from the folder of the file', async () => {
  const path = await aFile(name, 'databaseUrlFile: secrets/url\n');
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
  const folder = join(await aFile(name, 'group: found\n'), '..');

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
  { text: 'group: a\ngruop: b\n', says: ':2: there is no setting "gruop". There are: brokers, topics,' },
  { text: 'toString: b\n', says: ':1: there is no setting "toString"' },
  { text: 'group: 7\n', says: ':1: group takes a text; put quotes' },
  { text: 'group:\n', says: ':1: group takes a text' },
  { text: 'pool-size: "7"\n', says: ':1: pool-size takes a number' },
  { text: 'headless: sometimes\n', says: ':1: headless takes true or false' },
  { text: 'topics: [a, 7]\n', says: ':1: topics takes a text, or a list of texts' },
  { text: 'topics:\n  a: b\n', says: ':1: topics takes a text, or a list of texts' },
  { text: '\nfrom: soon\n', says: ':2: --from can\'t be "soon"' },
  { text: 'http: nowhere\n', says: ':1: --http can\'t be "nowhere"' },
  { text: 'retention: 1h\n', says: ':1: --retention can\'t be "1h"' },
  { text: 'theme: pink\n', says: ':1: --theme can\'t be "pink"' },
  { text: 'color: pink\n', says: ':1: --color can\'t be "pink"' },
  { text: 'pool-size: 0\n', says: ':1: --pool-size can\'t be "0"' },
  { text: 'stats-every: often\n', says: ':1: --stats-every can\'t be "often"' },
  { text: 'profiles: [prod]\n', says: ':1: profiles takes names' },
  { text: 'profiles:\n  prod: on\n', says: ':2: the profile prod holds no settings' },
  { text: 'profiles:\n  prod:\n    profiles: {}\n', says: ':3: there is no setting "profiles"' },
  { text: '- group\n', says: ':1: a list of "key: value" lines is wanted' },
  { text: 'group: a\ngroup: b\n', says: ':2: Map keys must be unique' },
  { text: 'group: [\n', says: ':2: ' },
])('refuses what is wrong, with file and line: $says', async ({ text, says }) => {
  await expect(settled(text)).rejects.toMatchObject({
    code: 'CONFIG',
    message: expect.stringContaining(`esm-monitor.yaml${says}`),
  });
});

test('names everything that is wrong at once, in profiles that nobody asked for too', async () => {
  const text = 'gruop: a\nprofiles:\n  prod:\n    from: soon\n  test:\n    topics: 7\n';

  const failure = settled(text, {}, 'prod');

  await expect(failure).rejects.toThrow(/:1: .*\n.*:4: .*\n.*:6: /);
});

test('shows no value of a secret that it refuses', async () => {
  const failure = settled('httpToken: [hunter2]\ndatabaseUrl:\n  password: hunter2\n');

  await expect(failure).rejects.not.toThrow(/hunter2/);
});

test.for([
  { text: 'databaseUrl: postgres://esm:hunter2@db/esm\n', mode: 0o644, warned: true },
  { text: 'profiles:\n  prod:\n    httpToken: hunter2\n', mode: 0o640, warned: true },
  { text: 'databaseUrl: postgres://esm:hunter2@db/esm\n', mode: 0o600, warned: false },
  { text: 'databaseUrl: postgres://esm@db/esm\n', mode: 0o644, warned: false },
])(
  'warns of a file with a secret that others can read, and of no other: %#',
  async ({ text, mode, warned }) => {
    const path = await aFile(name, text, mode);
    const warnings: string[] = [];

    await withConfigFile({ config: path }, {}, (warning) => warnings.push(warning));

    expect(warnings).toEqual(
      warned ? [`${path} holds a secret and others can read it: chmod 600 ${path}`] : [],
    );
  },
);

test('names the profiles that there are', async () => {
  const path = await aFile(name, 'profiles:\n  prod: {}\n  test: {}\n');

  const run = await runCommand(['query', '--config', path, '--profile', 'live']);

  expect(run).toMatchObject({
    code: 2,
    stderr: `There is no profile "live" in ${path}.\nThere are: prod, test.\n`,
  });
});

test('refuses a profile without a file, and a file that was named and is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'config-file-'));

  const noFile = await runCommand(['query', 'incidents', '--profile', 'prod'], {
    env: { ESM_CONFIG_DIR: folder },
  });
  const wrongName = await runCommand(['prune'], { env: { ESM_CONFIG: join(folder, 'mine.yaml') } });

  expect(noFile).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no profile "prod"') });
  expect(wrongName).toMatchObject({ code: 2, stderr: expect.stringContaining('mine.yaml does not exist') });
});

test('warns once, however deep the command', async () => {
  const path = await aFile(name, 'httpToken: hunter2\nfrom: earliest\ndatabaseUrl: nowhere\n', 0o644);

  const run = await runCommand(['query', 'services', '--since', 'never', '--config', path]);

  expect(run.stderr.split('chmod 600').length - 1).toBe(1);
});

test('gives every command what the file says', async () => {
  const path = await aFile(
    name,
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
  const path = await aFile(name, 'gruop: a\n');

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
