import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { aFile } from '../support/a-file.ts';
import { fileName, settled } from './settled.ts';

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

test('names the profiles that there are', async () => {
  const path = await aFile(fileName, 'profiles:\n  prod: {}\n  test: {}\n');

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
