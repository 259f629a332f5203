import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCommand } from '../../src/alerts/create-command.ts';
import { waitFor } from '../support/wait-for.ts';

const never = new AbortController().signal;
const env = { PATH: process.env.PATH };

test('gives the JSON to the command as a line on stdin', async () => {
  const file = await aFile();
  const command = createCommand({ program: 'sh', args: ['-c', `cat > ${file}`], env });

  const delivery = await command.deliver('{"text":"täxt"}', never);

  expect(delivery).toEqual({ outcome: 'done' });
  expect(await readFile(file, 'utf8')).toBe('{"text":"täxt"}\n');
});

test.for([
  {
    script: 'echo first >&2; printf "the last \\033[31mline\\n" >&2; exit 3',
    reason: 'it ended with code 3: the last \\x1b[31mline',
  },
  { script: 'exit 1', reason: 'it ended with code 1' },
  { script: 'kill -9 $$', reason: 'it was ended by SIGKILL' },
])('says how "$script" ended', async ({ script, reason }) => {
  const command = createCommand({ program: '/bin/sh', args: ['-c', script], env });

  expect(await command.deliver('{}', never)).toEqual({ outcome: 'failed', reason });
});

test('takes a command that does not read, and one that leaves something running', async () => {
  const command = createCommand({ program: 'sh', args: ['-c', 'sleep 3 & exec 0<&-'], env });

  expect(await command.deliver('x'.repeat(1_000_000), never)).toEqual({ outcome: 'done' });
});

test('says that there is no such program', async () => {
  const command = createCommand({ program: 'no-such-program', args: [], env });

  expect(await command.deliver('{}', never)).toEqual({
    outcome: 'failed',
    reason: 'spawn no-such-program ENOENT',
  });
});

test('kills a command that takes too long, with all that it started', async () => {
  const file = await aFile();
  const script = `sleep 60 & echo $! > ${file}; sleep 60`;
  const command = createCommand({ program: 'sh', args: ['-c', script], env, timeoutMs: 300 });

  const delivery = await command.deliver('{}', never);

  expect(delivery).toEqual({ outcome: 'failed', reason: 'it did not end within 0.3 s' });
  const child = Number(await readFile(file, 'utf8'));
  await waitFor('its child to be gone', async () => !(await runs(child)));
});

async function aFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'esm-alert-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'out');
}

/** A killed process that nobody has waited for yet does not run any more. */
async function runs(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX');
  return !/^State:\s+[ZX]/m.test(status);
}
