import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { joinCounts, sizeOfCounts } from '../../src/tally.ts';
import { minutesOf } from '../support/minutes-of.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';

test.for(['ERROR', 'INFO'])(
  'counts %s of services whose names are as long as records, and keeps none of them',
  (level) => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const pipeline = createPipeline();
    collect();
    const before = process.memoryUsage().heapUsed;
    const names = new Set<string>();

    for (let i = 0; i < 100; i++) {
      const service = `${i} `.padEnd(1_000_000, 'long ');
      const { counts } = pipeline(aRawBatch([JSON.stringify(aPythonRecord({ level, service }))]));
      for (const name of counts.names) names.add(name);
    }
    collect();

    expect(names.size).toBe(100);
    // 100 names of 1 MB would be 100 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
  },
);

test('forgets services that are too many, and counts on', () => {
  const pipeline = createPipeline();
  const of = (service: string) => JSON.stringify(aPythonRecord({ level: 'INFO', service }));

  const many = pipeline(aRawBatch(Array.from({ length: 10_001 }, (_, i) => of(`service-${i}`))));
  const later = pipeline(aRawBatch([of('service-7')]));

  expect(sizeOfCounts(many.counts)).toBe(10_001);
  expect(many.counts.names.at(-1)).toBe('service-10000');
  expect(later.counts.names).toEqual(['service-7']);
  const joined = joinCounts([many.counts, later.counts]);
  expect(minutesOf(joined).find(({ service }) => service === 'service-7')?.counts.INFO).toBe(2);
});
