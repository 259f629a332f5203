import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));

test('prints one object for each value with the keys that scripts rely on', async () => {
  const { out, code } = await explain(
    '{"level":"ERROR","service":"billing","message":"payment 12 declined"}\nplain text\n\nnull\n',
    '--json',
  );

  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({
    format: 'json',
    kept: true,
    level: 'ERROR',
    service: 'billing',
    message: 'payment 12 declined',
    logger: null,
    host: null,
    exceptionType: null,
    stack: null,
    fingerprint: expect.stringMatching(/^v1:[0-9a-f]{16}$/),
    tier: 'message',
    parts: ['', 'payment <*> declined'],
  });
  expect(lines[1]).toMatchObject({ format: 'text', kept: false, fingerprint: null });
  expect(lines[2]).toEqual({ unreadable: expect.any(String) });
  expect(lines).toHaveLength(3);
});

test('takes values that hold newlines when they are parted by NUL', async () => {
  const trace = 'Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\nKeyError: 7';

  const { out } = await explain(`${trace}\0{"level":"WARN","msg":"x"}`, '-0', '--json');

  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { level: 'EXCEPTION', exceptionType: 'KeyError', tier: 'stack' },
    { level: 'WARN', kept: false },
  ]);
});

test('shows people where each field was taken from', async () => {
  const { out } = await explain('ts=2026-11-23T10:15:02Z level=error service=rates msg="feed stale"\n');

  expect(out).toMatch(/level +ERROR, kept +← level "error"/);
  expect(out).toMatch(/service +rates +← service/);
  expect(out).toMatch(/grouped by +message: feed stale/);
});

test('redacts secrets unless it is told not to', async () => {
  const line = 'ERROR login failed, password=hunter2hunter2\n';

  const [redacted, plain] = await Promise.all([
    explain(line, '--json'),
    explain(line, '--json', '--no-redact'),
  ]);

  expect(redacted.out).not.toContain('hunter2');
  expect(plain.out).toContain('hunter2hunter2');
});

test('goes by rules of the user, and names the lines of a file it cannot read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'explain-'));
  await writeFile(join(folder, 'good'), 'service:billing -> all of billing');
  await writeFile(join(folder, 'bad'), 'nonsense');
  const value = '{"level":"ERROR","service":"billing","message":"x"}\n';

  const good = await explain(value, '--json', '--grouping-rules', join(folder, 'good'));
  const bad = await explain(value, '--grouping-rules', join(folder, 'bad'));

  expect(JSON.parse(good.out)).toMatchObject({ tier: 'explicit', parts: ['all of billing'] });
  expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('line 1: there is no "->"') });
});

test('ends at the first SIGTERM while it waits for values, and has printed those that came', async () => {
  const child = spawn(process.execPath, [cli, 'explain', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.write('level=error msg=late\n');
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');

  child.kill('SIGTERM');
  const [code] = await once(child, 'close');

  expect(JSON.parse(line)).toMatchObject({ level: 'ERROR', message: 'late' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test.for([
  { flags: [], separator: '\n', says: 'No end of a line comes within 32 MiB' },
  { flags: ['-0'], separator: '\0', says: 'No NUL comes within 32 MiB' },
])('takes no value without end into its memory ($flags)', async ({ flags, separator, says }) => {
  const { code, err, out } = await explain(`one${separator}${'x'.repeat(33 * 2 ** 20)}`, ...flags);

  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  expect(out).toContain('one');
});

/** Feeds `input` to the real command line and answers what it printed. */
function explain(input: string, ...flags: readonly string[]) {
  return new Promise<{ out: string; err: string; code: number | null }>((resolve) => {
    const child = execFile(process.execPath, [cli, 'explain', ...flags], (_error, out, err) => {
      resolve({ out, err, code: child.exitCode });
    });
    child.stdin?.on('error', () => {}); // it need not read to the end
    child.stdin?.end(input);
  });
}
