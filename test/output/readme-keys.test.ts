import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createHealth } from '../../src/monitor/health.ts';
import { createJsonLines } from '../../src/output/json-lines.ts';
import { createStatsLines } from '../../src/output/stats-lines.ts';
import { anError, aStoredBatch } from '../support/builders.ts';

const page = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

test('names every key of each kind of line, in their order', async () => {
  const stream = new PassThrough();
  const health = createHealth({ group: 'group', redis: true, now: () => 0 });
  const batch = aStoredBatch({ errors: [anError()], newIncidents: [anError().incident] });

  await createJsonLines(stream).push(batch);
  await createStatsLines(
    stream,
    health.snapshot,
    () => 0,
    () => 0,
  ).print();

  const lines: readonly { readonly type: string }[] = String(stream.read())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const printed = Object.fromEntries(lines.map((line) => [line.type, Object.keys(line)]));
  const documented = Object.fromEntries(lines.map(({ type }) => [type, keysOf(type)]));
  expect(Object.keys(printed).toSorted()).toEqual(['error', 'incident', 'stats']);
  expect(documented).toEqual(printed);
});

/** The keys that the table has for a kind of line. */
function keysOf(type: string): readonly string[] {
  const [, keys = ''] = new RegExp(`^\\| \`${type}\`[^|]*\\| \`(v type [^\`]+)\``, 'm').exec(page) ?? [];
  return keys.split(' ');
}
