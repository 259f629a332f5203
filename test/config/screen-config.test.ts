import { expect, test } from 'vitest';
import { screenConfig } from '../../src/config/screen-config.ts';

test('takes flags before the environment, and the theme of the last time without both', () => {
  const env = { ESM_THEME: 'light', ESM_PLAIN: '1', ESM_CONFIG_DIR: '/somewhere' };

  expect(screenConfig({ theme: 'ASCII', color: 'never', plain: false }, env, true)).toEqual({
    theme: 'ascii',
    color: 'never',
    plain: false,
    isDumb: false,
    mouse: false,
    screenReader: false,
    printSelection: false,
    settingsFile: '/somewhere/screen.json',
  });
  expect(screenConfig({}, env, true)).toMatchObject({ theme: 'light', color: 'auto', plain: true });
  expect(screenConfig({}, { ESM_THEME: '' }, true)).toMatchObject({ theme: undefined, plain: false });
});

test('draws no screen on a dumb terminal unless asked to, and is plain nowhere else for it', () => {
  const env = { TERM: 'dumb' };

  expect(screenConfig({}, env, true)).toMatchObject({ plain: true, isDumb: true });
  expect(screenConfig({ plain: true }, env, true)).toMatchObject({ plain: true, isDumb: false });
  expect(screenConfig({ plain: false }, env, true)).toMatchObject({ plain: false, isDumb: false });
  expect(screenConfig({}, env, false)).toMatchObject({ plain: false, isDumb: false });
  expect(screenConfig({}, { TERM: 'xterm' }, true)).toMatchObject({ plain: false, isDumb: false });
});

test('refuses a switch in the environment that is neither on nor off', () => {
  expect(screenConfig({}, { ESM_PRINT_SELECTION: 'Yes', ESM_PLAIN: 'off' }, true)).toMatchObject({
    plain: false,
    printSelection: true,
  });
  expect(() => screenConfig({}, { ESM_PLAIN: 'maybe' }, true)).toThrow('ESM_PLAIN can\'t be "maybe".');
});

test.each([
  [{ theme: 'pink' }, '--theme can\'t be "pink".', 'ascii (environment: ESM_THEME).'],
  [{ color: 'some' }, '--color can\'t be "some".', 'never (environment: ESM_COLOR).'],
])('refuses %j and says what it takes, and where else it may come from', (flags, message, hint) => {
  expect(() => screenConfig(flags, {}, true)).toThrow(
    expect.objectContaining({ message, hint: expect.stringContaining(hint) }),
  );
});
