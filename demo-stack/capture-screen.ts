/**
 * `npm run capture`: puts the screen of a real run of the demo into README.md, as text. Needs tmux.
 *
 * The demo's tour runs for a while, so that the picture shows a bad deploy and an outage.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const session = `capture-${process.pid}`;
const size = { columns: 120, rows: 30 };
const seconds = Number(process.argv[2] ?? '75');
const root = fileURLToPath(new URL('..', import.meta.url));
const readme = `${root}README.md`;
const block = /(<!-- screen:[^\n]*-->\n```\n)[\s\S]*?(\n```\n<!-- \/screen -->)/;

async function tmux(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('tmux', args);
  return stdout;
}

await tmux(
  ...['new-session', '-d', '-s', session, '-c', root],
  ...['-x', String(size.columns), '-y', String(size.rows), 'npm run --silent demo -- --scenario tour'],
);
try {
  await sleep(seconds * 1_000);
  const screen = (await tmux('capture-pane', '-p', '-t', session)).trimEnd();
  const text = await readFile(readme, 'utf8');
  if (!block.test(text)) throw new Error('README.md has no place for the screen.');
  await writeFile(
    readme,
    text.replace(block, (_whole, head: string, tail: string) => `${head}${screen}${tail}`),
  );
  process.stdout.write(`${screen}\n`);
} finally {
  await tmux('send-keys', '-t', session, 'q');
  await sleep(5_000);
  await tmux('kill-session', '-t', session).catch(() => {}); // it ended with the demo
}
