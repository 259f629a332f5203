import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createPlainLines } from '../../src/ui/plain-lines.ts';
import { createPaint } from '../../src/ui/text/paint.ts';
import { anError, aStoredBatch } from '../support/builders.ts';
import { hostileSequences } from './support/hostile-sequences.ts';

async function printed(...batches: readonly ReturnType<typeof aStoredBatch>[]): Promise<string> {
  const stream = new PassThrough();
  const lines = createPlainLines(stream, createPaint(0));
  for (const batch of batches) await lines.push(batch);
  return String(stream.read() ?? '');
}

test('prints a line an error, and marks the first one of a new incident', async () => {
  const text = await printed(
    aStoredBatch({
      errors: [anError({ message: 'one\ntwo' }), anError({ message: '', exceptionType: 'KeyError' })],
      newIncidents: ['00000000000000aa'],
    }),
  );

  expect(text).toBe(
    '12:03:44.118 ERROR user-management NEW one↵two\n12:03:44.118 ERROR user-management KeyError\n',
  );
});

test('prints nothing for a batch without errors', async () => {
  expect(await printed(aStoredBatch({ errors: [], others: 3 }))).toBe('');
});

test('writes no sequence that stands in the data', async () => {
  const errors = hostileSequences.map((sequence) => anError({ message: sequence, service: sequence }));

  const text = await printed(aStoredBatch({ errors }));

  expect(text.split('\n').length).toBe(hostileSequences.length + 1);
  expect(text.match(/[\p{Cc}\u2028\u2029\u202e]/gu)?.every((control) => control === '\n')).toBe(true);
});
