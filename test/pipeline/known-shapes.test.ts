import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKnownShapes } from '../../src/pipeline/known-shapes.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { minutesOf } from '../support/minutes-of.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';

/** Texts near a record of the Python form: of its shape, of another, with keys twice, nested, broken. */
const aText = fc
  .record({
    level: fc.constantFrom(
      'INFO',
      'DEBUG',
      'WARNING',
      'ERROR',
      'CRITICAL',
      'info',
      'LOUD',
      '',
      'IN"FO',
      '\u001b[32mINFO',
    ),
    service: fc.constantFrom('billing', 'search', '', ' ', '__proto__', 'bi\\lling', 'ünï', 'a\nb'),
    message: fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('"level":"ERROR"', 'Traceback', '{', '}', '\\"'),
    ),
    exception: fc.constantFrom(null, 'ValueError: x', 7),
    change: fc.constantFrom(
      (text: string) => text,
      (text: string) => text,
      (text: string) => text.replace('{', '{"level":"ERROR",'),
      (text: string) => text.replace(/\}$/, ',"level":"ERROR"}'),
      (text: string) => text.replace(/\}$/, ',"service.name":"other"}'),
      (text: string) => text.replace(/\}$/, ',"extra":{"level":"ERROR"}}'),
      (text: string) => text.slice(0, -1),
      (text: string) => `${text}}`,
      (text: string) => `${text}\n`,
      (text: string) => withBlanks(text),
      (text: string) => withBlanks(text).replace(', ', ','),
      (text: string) => text.replace('{', '{"größe":1,'),
      (text: string) => text.replace('"line":', '"line":0'),
      (text: string) => text.replace('INFO', 'IN\tFO'),
    ),
  })
  .map(({ change, ...fields }) => change(JSON.stringify(aPythonRecord(fields))));

test('a record that was peeked at is counted as if it had been parsed', () => {
  fc.assert(
    fc.property(fc.array(aText, { minLength: 1, maxLength: 30 }), (texts) => {
      const together = createPipeline()(aRawBatch(texts));

      // Each in a pipeline that has seen nothing before, so that nothing is known of its shape.
      const alone = texts.map((text) => createPipeline()(aRawBatch([text])));

      expect(together.deadLetters.length).toBe(
        alone.reduce((sum, { deadLetters }) => sum + deadLetters.length, 0),
      );
      expect(together.errors.length).toBe(alone.reduce((sum, { errors }) => sum + errors.length, 0));
      expect(totals([together])).toEqual(totals(alone));
    }),
    { numRuns: 400 },
  );
});

test('peeks at the second record of a shape, and never at one that is kept', () => {
  const shapes = createKnownShapes();
  const peek = peekWith(shapes);
  const text = (some: object) => JSON.stringify(aPythonRecord({ exception: null, ...some }));
  const info = text({ level: 'INFO', service: 'billing' });

  const before = peek(info);
  shapes.learn(info, JSON.parse(info));

  expect(before).toBeUndefined();
  expect(peek(text({ level: 'DEBUG', service: 'search' }))).toEqual({ severity: 'DEBUG', service: 'search' });
  expect(peek(text({ level: 'ERROR' }))).toBeUndefined();
});

test('peeks at records with blanks between their parts, as Python writes them', () => {
  const shapes = createKnownShapes();
  const peek = peekWith(shapes);
  const text = (level: string, service: string) =>
    withBlanks(JSON.stringify(aPythonRecord({ level, service })));
  const info = text('INFO', 'billing');

  shapes.learn(info, JSON.parse(info));

  expect(peek(text('DEBUG', 'search'))).toEqual({ severity: 'DEBUG', service: 'search' });
});

test.each([
  ['end in a line break', (text: string) => `${text.replace('{', '{"more":1,')}\n`],
  ['have names of other letters', (text: string) => text.replace('{', '{"größe":1,')],
])('gives records that %s no place of a shape that can be peeked at', (_what, changed) => {
  const shapes = createKnownShapes();
  const info = JSON.stringify(aPythonRecord({ level: 'INFO', service: 'billing' }));
  shapes.learn(info, JSON.parse(info));

  for (let n = 0; n < 4; n++) shapes.learn(changed(info), JSON.parse(changed(info)));

  expect(peekWith(shapes)(info)).toEqual({ severity: 'INFO', service: 'billing' });
});

test('forgets the shape that was not seen for longest, and learns no more of a stream that has ever new ones', () => {
  const shapes = createKnownShapes();
  const peek = peekWith(shapes);
  const text = (n: number) => JSON.stringify({ level: 'INFO', service: 'a', [`key${n}`]: 1 });

  for (let n = 0; n < 30; n++) shapes.learn(text(n), JSON.parse(text(n)));

  expect([15, 16, 19, 25].map((n) => peek(text(n)) !== undefined)).toEqual([false, true, true, false]);
});

/** Looks at a text that has others around it, as in a fetch. */
function peekWith({ peek }: ReturnType<typeof createKnownShapes>) {
  return (text: string) => peek(`"${text}"`, 1, text.length + 1);
}

/** The same record with a blank after each colon and comma between its parts; its values are plain. */
function withBlanks(text: string): string {
  const parts = Object.entries(JSON.parse(text)).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{${parts.join(', ')}}`;
}

function totals(results: readonly ReturnType<ReturnType<typeof createPipeline>>[]) {
  const sums = new Map<string, number>();
  for (const { service, counts } of results.flatMap(({ counts }) => minutesOf(counts))) {
    for (const [severity, count] of Object.entries(counts)) {
      const key = `${service} ${severity}`;
      if (count > 0) sums.set(key, (sums.get(key) ?? 0) + count);
    }
  }
  return new Map([...sums].toSorted());
}
