import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { alertConfig } from '../../src/config/alert-config.ts';
import { MonitorError } from '../../src/errors.ts';

const hook = 'https://hooks.example.com/services/T0/B0/secret-token';

test('sends nowhere unless told where', () => {
  expect(alertConfig({ alertMax: 3 }, { ESM_ALERT_URL: '' })).toBeUndefined();
});

test.each([
  { flags: { alertOn: ['foo'] }, message: '--alert-on can\'t be "foo".' },
  { flags: { alertMax: -5 }, message: '--alert-max can\'t be "-5".' },
  { flags: { alertSilence: 'long' }, message: '--alert-silence can\'t be "long".' },
])('refuses $flags also where alerts go nowhere', ({ flags, message }) => {
  expect(() => alertConfig(flags, {})).toThrow(message);
});

test('tells of new, regressed and escalating incidents, thirty times an hour at most', () => {
  expect(alertConfig({ alert: [hook] }, {})).toMatchObject({
    urls: [new URL(hook)],
    allowPrivate: false,
    command: undefined,
    changes: ['new', 'regressed', 'escalating'],
    silenceMs: undefined,
    maxPerHour: 30,
  });
});

test('takes addresses from the environment or a file that it names, and each once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'esm-alert-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'urls');
  await writeFile(file, `${hook}\nhttps://b.example.com/x,y\n`);

  const fromFile = alertConfig({}, { ESM_ALERT_URL_FILE: file });
  const fromEnvironment = alertConfig({}, { ESM_ALERT_URL: `${hook},${hook}` });
  const fromFlag = alertConfig({ alert: ['https://c.example.com/'] }, { ESM_ALERT_URL: hook });

  const found = [fromFile, fromEnvironment, fromFlag].map((each) => each?.urls.map(({ href }) => href));
  expect(found).toEqual([[hook, 'https://b.example.com/x,y'], [hook], ['https://c.example.com/']]);
});

test.for([
  { on: { alertOn: ['new,silence'] }, changes: ['new', 'silence'], silenceMs: 300_000 },
  { on: { alertOn: ['new', 'regressed'] }, changes: ['new', 'regressed'], silenceMs: undefined },
  { on: { alertSilence: '90s' }, changes: ['new', 'regressed', 'escalating'], silenceMs: 90_000 },
])('reads $on', ({ on, changes, silenceMs }) => {
  expect(alertConfig({ alert: [hook], ...on }, {})).toMatchObject({ changes, silenceMs });
});

test('parts a command as a shell would, and keeps our settings out of its environment', () => {
  const env = {
    PATH: '/bin',
    PAGER_KEY: 'k',
    ESM_ALERT_COMMAND: `sh -c 'curl -d @- "$HOOK"' "two words"`,
    ESM_HTTP_TOKEN: 's',
    DATABASE_URL: 's',
    REDIS_URL_FILE: 's',
    KAFKA_SASL_PASSWORD: 's',
  };

  expect(alertConfig({}, env)).toMatchObject({
    command: { program: 'sh', args: ['-c', 'curl -d @- "$HOOK"', 'two words'] },
    commandEnv: { PATH: '/bin', PAGER_KEY: 'k' },
  });
  expect(Object.keys(alertConfig({}, env)?.commandEnv ?? {})).toEqual(['PATH', 'PAGER_KEY']);
});

test.for([
  { flags: { alert: ['hooks.example.com/secret-token'] }, says: 'An address of --alert is no https URL.' },
  { flags: { alert: ['ftp://example.com/secret-token'] }, says: 'An address of --alert is no https URL.' },
  { flags: { alert: ['http://example.com/secret-token'] }, says: '--alert to example.com is plain http' },
  { flags: { alert: ['https://localhost/secret-token'] }, says: '--alert names localhost' },
  { flags: { alert: ['https://[::1]/secret-token'] }, says: '--alert names ::1' },
  { flags: { alert: ['https://169.254.169.254/secret-token'] }, says: '--alert names 169.254.169.254' },
  { flags: { alert: ['https://0x7f.1/secret-token'] }, says: '--alert names 127.0.0.1' },
  { flags: { alert: [hook], alertOn: ['new,old'] }, says: '--alert-on can\'t be "old".' },
  { flags: { alert: [hook], alertSilence: '5' }, says: '--alert-silence can\'t be "5".' },
  { flags: { alert: [hook], alertMax: 0 }, says: '--alert-max can\'t be "0".' },
])('refuses $flags', ({ flags, says }) => {
  const reading = () => alertConfig(flags, {});

  expect(reading).toThrow(MonitorError);
  expect(reading).toThrow(says);
  expect(reading).not.toThrow('secret-token');
});

test('takes an address of this machine, and plain http, where that is allowed', () => {
  const flags = { alert: ['http://127.0.0.1:8065/hooks/x'] };

  expect(alertConfig(flags, { ESM_ALERT_ALLOW_PRIVATE: 'true' })?.urls).toHaveLength(1);
});
