import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createBoundedCache } from '../../src/pipeline/bounded-cache.ts';

test('makes what is known once, until it is full and begins anew', () => {
  const made: string[] = [];
  const cached = createBoundedCache(2, (key) => {
    made.push(key);
    return key.toUpperCase();
  });

  const values = ['a', 'b', 'a', 'c', 'a'].map(cached);

  expect(values).toEqual(['A', 'B', 'A', 'C', 'A']);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

test('begins anew also where few keys are too long together', () => {
  let made = 0;
  const cached = createBoundedCache(1_000, (key) => {
    made += 1;
    return key.length;
  });
  const long = (first: string) => first.padEnd(3 * 2 ** 20, 'x');

  for (const key of [long('a'), long('a'), long('b'), long('b'), long('a')]) cached(key);

  expect(made).toBe(3);
});

test('keeps a part of a long text without the rest of it', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const cached = createBoundedCache(1_000, (key) => key.trim());
  collect();
  const before = process.memoryUsage().heapUsed;

  for (let i = 0; i < 500; i++) {
    const records = Buffer.alloc(100_000, `order-service-${i}. `).toString('latin1');
    cached(records.slice(0, records.indexOf('.')));
  }
  collect();

  // 500 texts of 100 KB would be 50 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
});
