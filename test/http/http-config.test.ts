import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { httpConfig } from '../../src/config/http-config.ts';

test.for([
  { http: ':5004', host: '127.0.0.1', port: 5004 },
  { http: '127.0.0.1:5004', host: '127.0.0.1', port: 5004 },
  { http: 'localhost:0', host: 'localhost', port: 0 },
  { http: '[::1]:5004', host: '::1', port: 5004 },
  { http: '127.9.9.9:1', host: '127.9.9.9', port: 1 },
])('listens on this machine for $http, without a token', ({ http, host, port }) => {
  expect(httpConfig({ http }, {})).toEqual({ host, port, token: undefined });
});

test.for(['0.0.0.0:5004', '[::]:5004', '192.168.1.7:5004', 'monitor.example:5004', '127.0.0.1.example:5004'])(
  'wants a token for %s, which others can reach',
  (http) => {
    expect(() => httpConfig({ http }, {})).toThrow('has no token');
    expect(() => httpConfig({}, { ESM_HTTP: http })).toThrow('has no token');
    expect(httpConfig({ http }, { ESM_HTTP_TOKEN: 's3cret' })).toMatchObject({ token: 's3cret' });
  },
);

test.for([
  '',
  '5004',
  'localhost',
  ':',
  ':65536',
  ':-1',
  'http://localhost:5004',
  ':5004/x',
  '::1:5004',
  'a b:1',
])('refuses --http %j and says what it takes', (http) => {
  expect(() => httpConfig({ http }, {})).toThrow(`--http can't be "${http}".`);
});

test('is off without the flag, and the flag wins over the environment', () => {
  expect(httpConfig({}, {})).toBeUndefined();
  expect(httpConfig({}, { ESM_HTTP: '' })).toBeUndefined();
  expect(httpConfig({ http: ':1' }, { ESM_HTTP: ':2' })).toMatchObject({ port: 1 });
});

test('refuses a token that no header can carry', () => {
  expect(() => httpConfig({ http: ':1' }, { ESM_HTTP_TOKEN: 'two words' })).toThrow('ESM_HTTP_TOKEN');
});

test('reads the token from a file that the environment names', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'esm-token-')), 'token');
  writeFileSync(file, 'from-a-file\n');

  expect(httpConfig({ http: '0.0.0.0:1' }, { ESM_HTTP_TOKEN_FILE: file })).toMatchObject({
    token: 'from-a-file',
  });
  expect(() => httpConfig({ http: ':1' }, { ESM_HTTP_TOKEN_FILE: `${file}-gone` })).toThrow(
    'ESM_HTTP_TOKEN_FILE',
  );
});
