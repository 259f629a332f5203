import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { noConfig, runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { aTopic } from '../support/a-topic.ts';
import { anError } from '../support/builders.ts';
import { servers } from '../support/servers.ts';

const run = promisify(execFile);
const a = 'aaaa000000000001';
const b = 'bbbb000000000002';

test('offers services, incidents with their titles, topics and profiles', async () => {
  const { env } = await aFilledStore();
  const topic = await aTopic();
  const folder = await aFolder();
  await writeFile(
    join(folder, 'esm-monitor.yaml'),
    'profiles:\n  staging:\n    group: s\n  prod:\n    group: p\n',
  );
  const context = { env: { ...env, KAFKA_BROKERS: servers().brokers, ESM_CONFIG_DIR: folder } };
  const offered = async (...words: readonly string[]) =>
    (await runCommand(['__complete', 'fish', ...words], context)).stdout;

  expect(await offered('query', '--service', '')).toBe('billing\t2 errors\nsearch\t1 errors\n');
  expect(await offered('query', '--service', 'billing,')).toBe('billing,search\t1 errors\n');
  expect(await offered('resolve', 'aa')).toBe(`${a}\tnew billing: card declined\n`);
  expect(await offered('mute', '--until', '1h', 'b')).toBe(`${b}\tnew search: gone; rm -rf\n`);
  expect(await offered('query', 'incident', '')).toContain(a);
  expect(await offered('watch', '--topics', topic)).toBe(`${topic}\n`);
  expect(await offered('watch', '--profile', '')).toBe('staging\nprod\n');
});

test('offers a name with a comma as a list of names takes it', async () => {
  const { env, store } = await aPast();
  await store([anError({ service: 'a,b' }), anError({ service: 'a,b' }), anError({ service: 'ac' })]);
  const offered = async (typed: string) =>
    (await runCommand(['__complete', 'fish', 'query', '--service', typed], { env })).stdout;

  expect(await offered('a')).toBe('a\\,b\t2 errors\nac\t1 errors\n');
  expect(await offered('a\\,')).toBe('a\\,b\t2 errors\n');
  expect(await offered('a\\,b,')).toBe('a\\,b,ac\t1 errors\n');
});

test('offers no name that bash would take for more than a word', async () => {
  const { env, store } = await aPast();
  await store([
    anError({ service: '$(reboot)' }),
    anError({ service: 'a b' }),
    anError({ service: 'pay-1' }),
  ]);

  const { stdout } = await runCommand(['__complete', 'bash', 'query', '--service', ''], { env });

  expect(stdout).toBe('pay-1\n');
});

test('is silent when nothing can be asked', async () => {
  const folder = await aFolder();
  const env = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x',
    KAFKA_BROKERS: '127.0.0.1:1',
    ESM_CONFIG: '/nowhere.yaml',
  };
  const before = performance.now();

  for (const words of [
    ['--service', ''],
    ['--incident', ''],
    ['--profile', ''],
  ]) {
    const { code, stdout, stderr } = await runCommand(['__complete', 'bash', 'query', ...words], { env });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  }
  const builtIn = await runCommand(['__complete', 'bash', 'resolve', ''], {
    env: { ESM_DATA_DIR: join(folder, 'none') },
  });

  expect(builtIn).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(performance.now() - before).toBeLessThan(10_000);
});

test('completes in bash', async () => {
  const run = await aShell('bash');
  const completed = (...words: readonly string[]) => `
    COMP_WORDS=(esm-monitor ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _esm_monitor
    echo "\${#COMPREPLY[@]} \${COMPREPLY[*]}"`;

  const lines = await run(`eval "$(esm-monitor completion bash)"; complete -p esm-monitor
    ${completed('que')} ${completed('query', '--service', '=', 'b')} ${completed('query', '--output', '')}`);

  expect(lines).toEqual(['complete -o default -F _esm_monitor esm-monitor', '1 query', '1 billing', '0']);
});

test('completes in zsh', async ({ skip }) => {
  if (!isThere('zsh')) skip('zsh is not on the PATH');
  const run = await aShell('zsh');
  const completed = (...words: readonly string[]) => `
    words=(esm-monitor ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _esm_monitor`;

  // The line editor's own functions are there only in a terminal.
  const lines =
    await run(`compdef() { echo "compdef $*" }; _describe() { print -l -- $found }; _files() { echo files }
    eval "$(esm-monitor completion zsh)"
    ${completed('que')} ${completed('query', '--service=b')} ${completed('query', '--output', '')}`);

  expect(lines).toEqual([
    'compdef _esm_monitor esm-monitor',
    'query:Ask the store: errors, incidents, services, a timeline',
    '--service=billing:2 errors',
    'files',
  ]);
});

test('completes in fish', async ({ skip }) => {
  if (!isThere('fish')) skip('fish is not on the PATH');
  const run = await aShell('fish');

  const lines = await run(`esm-monitor completion fish | source
    complete -C 'esm-monitor que'; complete -C 'esm-monitor query --service=b'; complete -C 'esm-monitor resolve bb'`);

  expect(lines).toEqual([
    'query\tAsk the store: errors, incidents, services, a timeline',
    '--service=billing\t2 errors',
    `${b}\tnew search: gone; rm -rf`,
  ]);
});

async function aFilledStore() {
  const past = await aPast();
  const at = Date.now(); // an incident is new for a day
  await past.store([
    anError({ at, incident: a, service: 'billing', message: 'card declined' }),
    anError({ at, incident: a, service: 'billing', message: 'card declined' }),
    anError({ at, incident: b, service: 'search', message: 'gone;\trm -rf' }),
  ]);
  return past;
}

/** Runs scripts in a shell that finds `esm-monitor` and a filled store; answers the lines they print. */
async function aShell(shell: string): Promise<(script: string) => Promise<readonly string[]>> {
  const { env } = await aFilledStore();
  const folder = await aFolder();
  await symlink(resolve(import.meta.dirname, '../../bin/esm-monitor.js'), join(folder, 'esm-monitor'));
  const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
  return async (script) => {
    const { stdout } = await run(shell, ['-c', script], {
      env: { ...env, ...noConfig, PATH: path, HOME: folder },
    });
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd());
  };
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'esm-completion-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
