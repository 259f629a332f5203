import { expect, test } from 'vitest';
import { screenConfig } from '../../src/config/screen-config.ts';

test('takes flags before the environment, and the theme of the last time without both', () => {
  const env = { ESM_THEME: 'light', ESM_PLAIN: '1', ESM_CONFIG_DIR: '/somewhere' };

  expect(screenConfig({ theme: 'ASCII', color: 'never', plain: false }, env)).toEqual({
    theme: 'ascii',
    color: 'never',
    plain: false,
    settingsFile: '/somewhere/screen.json',
  });
  expect(screenConfig({}, env)).toMatchObject({ theme: 'light', color: 'auto', plain: true });
  expect(screenConfig({}, { ESM_THEME: '' })).toMatchObject({ theme: undefined, plain: false });
});

test.each([
  [{ theme: 'pink' }, '--theme can\'t be "pink".'],
  [{ color: 'some' }, '--color can\'t be "some".'],
])('refuses %j and says what it takes', (flags, message) => {
  expect(() => screenConfig(flags, {})).toThrow(message);
});
