import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, onTestFailed, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aShell } from '../support/a-shell.ts';
import { produce } from '../support/a-topic.ts';
import { waitFor } from '../support/wait-for.ts';
import { hostileSequences } from '../ui/support/hostile-sequences.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { record } from './support/row.ts';
import { patienceMs } from './support/size.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));
const esc = '\u001b';
/** Control characters, of C1 too, and those that turn or part lines without being one. */
const steering = /[\p{Cc}\u2028\u2029\u202e]/gu;
const color = new RegExp(`${esc}\\[[\\d;]*m`, 'g');
const sequence = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|[^[])`, 'g');
/** All that the screen may write: colours, moves, erasing, and its private modes. Nothing of them carries data. */
const ours = new RegExp(
  `^${esc}\\[(?:[\\d;]*m|\\d*(?:;\\d*)?[A-HJK]|\\?(?:25|1049|2004|2026|7)[hl]|[>=<?][\\d;]*u)$`,
);

test(`F12 writes none of ${hostileSequences.length} escape sequences in records to a terminal, a table or a JSON line`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const texts = hostileSequences.map((text, i) => ({
    ...{
      level: 'ERROR',
      message: `${text} message ${i}`,
      service: `${text} service`,
      logger: text,
      host: text,
    },
    ...{
      exception: `${text}Error: ${text}\n    at ${text} (a.js:1:1)`,
      trace_id: text,
      [text]: { [text]: text },
    },
  }));
  await produce(
    world.topic,
    texts.map((fields) => JSON.stringify(fields)),
  );

  const written = await onTerminal(world.flags, world.env, texts.length);
  const headless = runMonitorProcess(
    ['watch', '--headless', '--from', 'earliest', '--topics', world.topic, '--group', `${world.group}-2`],
    {
      ...world.env,
    },
  );
  await waitFor('all lines', () => headless.stdout().split('"type":"error"').length > texts.length);
  await headless.end();
  const table = await runCommand(['query', '--limit', '200', '--no-pager'], {
    env: world.env,
    terminal: { columns: 200, rows: 50 },
  });

  const foreign = (written.match(sequence) ?? []).filter((each) => !ours.test(each) || each.includes('7331'));
  record(context, {
    ...{ id: 'F12', fault: 'escape sequences, in a terminal', load: `${texts.length} records` },
    seen: `${foreign.length} of ${written.match(sequence)?.length} sequences written are not the screen's own`,
  });
  expect(foreign).toEqual([]);
  expect(controlsOf(written.replaceAll(sequence, ''))).toEqual(['\n', '\r']);
  expect(controlsOf(table.stdout.replaceAll(color, ''))).toEqual(['\n']);
  expect(controlsOf(headless.stdout())).toEqual(['\n']);
  expect(messagesOf(headless.stdout())).toEqual(await storedMessages(world.databaseUrl));
});

/** What `watch` writes to a terminal while its views are looked through. */
async function onTerminal(
  flags: readonly string[],
  env: { readonly [name: string]: string },
  records: number,
): Promise<string> {
  const shell = await aShell(env);
  await shell.shows('ready>');
  const before = shell.written().length;
  shell.type(`${process.execPath} ${cli} watch ${flags.join(' ')}; echo code $?\r`);
  onTestFailed(() => console.error(shell.screen()));
  await waitFor('the records', () => shell.screen().includes(`${records} errors`), 40_000);
  for (const keys of ['w', '\u001b[A', '\r']) shell.type(keys);
  await shell.shows('Esc back');
  shell.type('h'.repeat(20));
  shell.type(esc);
  for (const [key, text] of [
    ['2', 'incidents'],
    ['3', '3 Timeline'],
    ['4', 'Kafka'],
  ] as const) {
    shell.type(key);
    await shell.shows(text);
  }
  shell.type('q');
  await shell.shows('code 0');
  return shell.written().slice(before);
}

function controlsOf(text: string): readonly string[] {
  return [...new Set(text.match(steering))].toSorted();
}

function messagesOf(lines: string): readonly string[] {
  const parsed = lines.split('\n').filter((line) => line.startsWith('{"v":1,"type":"error"'));
  return parsed.map((line): string => JSON.parse(line).message).toSorted();
}

async function storedMessages(databaseUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ message: string }>('SELECT message FROM esm.error');
    return rows.map(({ message }) => message).toSorted();
  } finally {
    await client.end();
  }
}
