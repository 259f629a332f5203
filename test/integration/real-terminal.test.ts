import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aShell, type Shell } from '../support/a-shell.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));
const givenBack = { alternate: false, cursorVisible: true, mouse: 'none' };
const taken = { alternate: true, cursorVisible: false, mouse: 'vt200' };

/** A shell in which the monitor shows three errors, and the settings that the terminal had before. */
async function aWatchedTopic(env: { readonly [name: string]: string } = {}): Promise<{
  readonly shell: Shell;
  readonly before: string;
}> {
  const topic = await aTopic();
  const { brokers, redisUrl } = servers();
  const shell = await aShell({
    KAFKA_BROKERS: brokers,
    REDIS_URL: redisUrl,
    ESM_MOUSE: '1',
    DATABASE_URL: await aDatabase(),
  });
  await produce(
    topic,
    ['first', 'second', 'third'].map((message) =>
      JSON.stringify({ service: 'billing', level: 'ERROR', message: `the ${message} error` }),
    ),
  );
  const before = await shell.run('stty -a');
  const settings = Object.entries(env).map(([name, value]) => `${name}='${value}' `);
  shell.type(
    `${settings.join('')}${process.execPath} ${cli} watch --topics ${topic} --group ${topic} --from earliest; echo code $?\r`,
  );
  await shell.shows('the third error');
  return { shell, before };
}

async function expectGivenBack(shell: Shell, before: string): Promise<void> {
  expect(await shell.run('stty -a')).toBe(before);
  expect(shell.state()).toEqual(givenBack);
  expect(shell.screen()).not.toContain('the third error');
}

test('prints lines on a dumb terminal, and says so once', async () => {
  const { shell } = await aWatchedTopic({ TERM: 'dumb' });

  shell.type('\u0003');
  await shell.shows('code 0');

  expect(shell.written()).not.toContain('\u001b[?1049h');
  expect(shell.written().match(/TERM is dumb: no screen can be drawn here/g)).toHaveLength(1);
});

test('answers keys and follows the size of the terminal', async () => {
  const { shell, before } = await aWatchedTopic();
  expect(shell.state()).toEqual(taken);

  shell.type('\u001b[A');
  await shell.shows('PAUSED');
  shell.type('/third\r');
  await shell.shows('1 of 3');
  shell.type('\r');
  await shell.shows('Esc back');
  shell.type('2');
  await shell.shows('3 incidents');
  shell.resize(60, 16);
  await waitFor(
    'a picture for 60 columns',
    () => !shell.screen().includes('Services') && shell.screen().includes('4 Health'),
  );
  shell.resize(100, 30);
  await shell.shows('╭ Services');
  shell.type('r');
  await shell.shows('Resolved, u takes it back');
  shell.type('u');
  await shell.shows('Taken back');
  shell.type('q');

  await shell.shows('code 0');
  await expectGivenBack(shell, before);
});

test('keeps what is stored of a service up to date, on a member and on an observer', async () => {
  const topic = await aTopic();
  const { brokers, redisUrl } = servers();
  const env = { KAFKA_BROKERS: brokers, REDIS_URL: redisUrl, DATABASE_URL: await aDatabase() };
  const watch = ['watch', '--topics', topic, '--group', topic, '--from', 'earliest'];
  const fail = (count: number) =>
    produce(
      topic,
      Array.from({ length: count }, (_, i) =>
        JSON.stringify({ service: 'billing', level: 'ERROR', message: `${i}` }),
      ),
    );
  const shows = (shell: Shell, errors: number) =>
    waitFor(`${errors} errors in all`, () =>
      new RegExp(`billing +\\S+ +\\S+ +${errors} `).test(shell.screen()),
    );
  await fail(40);
  const earlier = runMonitorProcess([...watch, '--headless', '--quiet'], env);
  await waitFor('the past', async () => (await storedCoordinates(env.DATABASE_URL)) === 40);
  await earlier.end();
  const shells = [await aShell(env), await aShell(env)];
  for (const [i, shell] of shells.entries()) {
    shell.type(`${process.execPath} ${cli} ${watch.join(' ')}${i === 0 ? '' : ' --observe'}; echo code $?\r`);
    await shows(shell, 40);
  }

  await fail(2);

  for (const shell of shells) {
    await shows(shell, 42);
    shell.type('q');
    await shell.shows('code 0');
  }
}, 60_000);

test('gives the terminal back after Ctrl-C, then prints what was copied', async () => {
  const { shell, before } = await aWatchedTopic({ ESM_PRINT_SELECTION: '1' });

  shell.type('\u001b[A');
  await shell.shows('PAUSED');
  shell.type('y');
  await shell.shows('Copied as text by the terminal (OSC 52).');
  shell.type('\u0003');

  await shell.shows('code 0');
  expect(shell.screen()).toContain('ERROR billing the second error');
  await expectGivenBack(shell, before);
});

test('gives the terminal back while it is stopped by Ctrl-Z, and takes it again in its new size after fg', async () => {
  const { shell, before } = await aWatchedTopic();

  shell.type('\u001a');
  await waitFor('the shell', () => !shell.state().alternate);
  await expectGivenBack(shell, before);
  shell.resize(60, 16); // of which only the shell is told
  shell.type('fg\r');
  await shell.shows('2 Incidents');
  await waitFor('a picture for 60 columns', () => !shell.screen().includes('╭ Services'));
  shell.resize(100, 30);
  await shell.shows('the third error');
  expect(shell.state()).toEqual(taken);
  shell.type('q');

  await waitFor('the shell', () => !shell.state().alternate);
  await expectGivenBack(shell, before);
});

test.for([
  { name: 'SIGTERM', number: 15 },
  { name: 'SIGHUP', number: 1 },
])('gives the terminal back after $name', async ({ number }) => {
  const trigger = await aTrigger(`process.kill(process.pid,${number})`);
  const { shell, before } = await aWatchedTopic({ NODE_OPTIONS: trigger.nodeOptions });

  await trigger.pull();

  await shell.shows('code 0');
  await expectGivenBack(shell, before);
});

test.for([
  { how: 'an error that nobody caught', statement: 'throw(new(Error)(`crashed`))' },
  { how: 'a promise that nobody awaited', statement: 'Promise.reject(new(Error)(`crashed`))' },
])('gives the terminal back after $how, and tells of it', async ({ statement }) => {
  const trigger = await aTrigger(statement);
  const { shell, before } = await aWatchedTopic({ NODE_OPTIONS: trigger.nodeOptions });

  await trigger.pull();

  await shell.shows('crashed');
  await waitFor('the shell', () => !shell.state().alternate);
  await expectGivenBack(shell, before);
});

test('gives the terminal back when the Kafka client gave up for good, and says so', async () => {
  const client = new URL('../faults/programs/hurt-client.ts', import.meta.url);
  const trigger = await aTrigger('process.kill(process.pid,`SIGUSR2`)');
  const nodeOptions = `--disable-warning=ExperimentalWarning --import=${client.href} ${trigger.nodeOptions}`;
  const { shell, before } = await aWatchedTopic({ NODE_OPTIONS: nodeOptions, HURT: 'crash' });

  await trigger.pull();

  await shell.shows('code 3');
  expect(shell.screen()).toContain('The Kafka client gave up: hurt by a test.');
  await expectGivenBack(shell, before);
});

/** Makes a program of Node do something inside itself when it is told to: it looks for a file. */
async function aTrigger(statement: string) {
  const folder = await mkdtemp(join(tmpdir(), 'esm-trigger-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'now');
  const isThere = `process.getBuiltinModule(\`fs\`).existsSync(\`${file}\`)`;
  const once = `globalThis.look=setInterval(()=>{if(${isThere}){clearInterval(look);${statement}}},50)`;
  return {
    nodeOptions: `--import=data:text/javascript,${once}`,
    pull: () => writeFile(file, ''),
  };
}

async function storedCoordinates(databaseUrl: string): Promise<number> {
  const state = await storedState(databaseUrl).catch(() => undefined); // there are no tables yet
  return state?.coordinates.length ?? 0;
}
