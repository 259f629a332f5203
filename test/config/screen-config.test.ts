import { expect, test } from 'vitest';
import { screenConfig } from '../../src/config/screen-config.ts';

test('takes flags before the environment, and the theme of the last time without both', () => {
  const env = { ESM_THEME: 'light', ESM_PLAIN: '1', ESM_CONFIG_DIR: '/somewhere' };

  expect(screenConfig({ theme: 'ASCII', color: 'never', plain: false }, env)).toEqual({
    theme: 'ascii',
    color: 'never',
    plain: false,
    mouse: false,
    screenReader: false,
    printSelection: false,
    settingsFile: '/somewhere/screen.json',
  });
  expect(screenConfig({}, env)).toMatchObject({ theme: 'light', color: 'auto', plain: true });
  expect(screenConfig({}, { ESM_THEME: '' })).toMatchObject({ theme: undefined, plain: false });
});

test('refuses a switch in the environment that is neither on nor off', () => {
  expect(screenConfig({}, { ESM_PRINT_SELECTION: 'Yes', ESM_PLAIN: 'off' })).toMatchObject({
    plain: false,
    printSelection: true,
  });
  expect(() => screenConfig({}, { ESM_PLAIN: 'maybe' })).toThrow('ESM_PLAIN can\'t be "maybe".');
});

test.each([
  [{ theme: 'pink' }, '--theme can\'t be "pink".'],
  [{ color: 'some' }, '--color can\'t be "some".'],
])('refuses %j and says what it takes', (flags, message) => {
  expect(() => screenConfig(flags, {})).toThrow(message);
});
