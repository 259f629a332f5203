import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSettingsKeeper, readSettings } from '../../src/commands/screen-settings.ts';
import { initialView } from '../../src/ui/state/view.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esm-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('remembers what was chosen, in a folder that it makes', async () => {
  const file = join(folder, 'new', 'screen.json');
  const keeper = createSettingsKeeper(file, {}, initialView);

  keeper.keep({ ...initialView, sort: 'total', newestFirst: true, onlyService: 'billing' });
  await keeper.settled();

  expect(await readSettings(file)).toEqual({ sort: 'total', newestFirst: true });
});

test('keeps what another run chose, and not what a flag set', async () => {
  const file = join(folder, 'screen.json');
  const byFlag = { ...initialView, sort: 'seen', theme: 'light' } as const;
  const keeper = createSettingsKeeper(file, { sort: 'seen' }, byFlag);

  keeper.keep({ ...byFlag, time: 'age' });
  await keeper.settled();

  expect(await readSettings(file)).toEqual({ sort: 'seen', time: 'age' });
});

test('writes nothing when nothing was chosen', async () => {
  const file = join(folder, 'screen.json');
  const keeper = createSettingsKeeper(file, {}, initialView);

  keeper.keep({ ...initialView, tab: 'health' });
  await keeper.settled();

  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test.each(['', 'no json', 'null', '[1]', '{"theme":"pink","sort":1,"__proto__":{"wrap":true},"more":2}'])(
  'takes the defaults for what it can not use of %j',
  async (text) => {
    const file = join(folder, 'screen.json');
    await writeFile(file, text);

    expect(await readSettings(file)).toEqual({});
  },
);
