import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import type { BatchResult } from '../../src/types.ts';
import { minutesOf } from '../support/minutes-of.ts';
import { aPythonRecord, aRawBatch, aRecord, recordTime } from '../support/raw-batch.ts';

function eventsOf({ counts }: BatchResult): number {
  return minutesOf(counts)
    .flatMap((minute) => Object.values(minute.counts))
    .reduce((sum, count) => sum + count, 0);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n');
}

test.each([
  [
    'Java',
    '2026-11-23 10:15:02 ERROR no luck\njava.lang.Error: x\n\tat a.B.c(B.java:1)\nCaused by: e.F: y\n\t... 2 more',
  ],
  [
    'Python',
    'ERROR:root:no luck\nTraceback (most recent call last):\n  File "a.py", line 1, in b\n    c()\nKeyError: 1',
  ],
  [
    'chained Python',
    'Traceback (most recent call last):\n  File "a.py", line 1, in b\nKeyError: 1\nDuring handling of the above exception, another exception occurred:\nTraceback (most recent call last):\n  File "c.py", line 1, in d\nIoError: 2',
  ],
  ['Node', 'TypeError: x is not a function\n    at a (/srv/b.js:1:2)\n    at c (/srv/d.js:3:4)'],
  ['Go', 'panic: no luck\ngoroutine 1 [running]:\nmain.run(0x1)\n\t/app/main.go:5 +0x1\nexit status 2'],
  ['Rust', "thread 'main' panicked at src/main.rs:4:5:\nno luck\nnote: run with `RUST_BACKTRACE=1`"],
  ['.NET', 'System.Exception: no luck\n   at Shop.Cart.Add() in /src/Cart.cs:line 4\n   at Shop.Api.Post()'],
])('joins the lines of a %s trace that come one by one', (_name, trace) => {
  const lines = linesOf(trace);

  const apart = createPipeline()(aRawBatch(lines));
  const whole = createPipeline()(aRawBatch([trace]));

  expect(apart.errors).toEqual(whole.errors);
  expect(apart.errors).toHaveLength(1);
  expect(apart.joined).toBe(lines.length - 1);
  expect(eventsOf(apart)).toBe(1);
});

test('keeps events apart that follow one another', () => {
  const result = createPipeline()(
    aRawBatch(['ERROR one', 'ERROR two', '  of two', 'INFO three', 'KeyError: four']),
  );

  expect(result.errors.map(({ offset, message }) => [offset, message])).toEqual([
    [0n, 'one'],
    [1n, 'two\n  of two'],
    [4n, 'KeyError: four'],
  ]);
  expect(eventsOf(result)).toBe(4);
});

test('joins no lines that come more than 200 ms apart', () => {
  const first = aRecord('ERROR one', { timestamp: String(recordTime) });
  const near = aRecord('  near', { timestamp: String(recordTime + 200) });
  const far = aRecord('  far', { timestamp: String(recordTime + 401) });

  const result = createPipeline()(aRawBatch([first, near, far]));

  expect(result.errors.map(({ message }) => message)).toEqual(['one\n  near']);
  expect(result.joined).toBe(1);
  expect(eventsOf(result)).toBe(2);
});

test('joins the lines of each container by themselves, though they come mixed', () => {
  const line = (container_name: string, log: string) => ({
    log: `${log}\n`,
    stream: 'stderr',
    container_name,
  });
  const values = [
    line('cart', 'TypeError: x'),
    line('shop', 'RangeError: y'),
    line('cart', '    at a (/srv/a.js:1:2)'),
    aPythonRecord({ level: 'INFO' }),
    line('shop', '    at b (/srv/b.js:1:2)'),
  ];

  const { errors, joined } = createPipeline()(aRawBatch(values));

  expect(errors.map(({ service, grouping }) => [service, ...grouping.parts])).toEqual([
    ['cart', 'TypeError', 'a.js:a'],
    ['shop', 'RangeError', 'b.js:b'],
  ]);
  expect(joined).toBe(2);
});

test('counts a line that continues nothing as an event of its own', () => {
  const result = createPipeline()(aRawBatch(['    at a (/srv/a.js:1:2)']));

  expect(eventsOf(result)).toBe(1);
  expect(result.joined).toBeUndefined();
});
