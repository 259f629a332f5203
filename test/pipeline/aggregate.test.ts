import { expect, test } from 'vitest';
import { mergeBatches } from '../../src/pipeline/aggregate.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';

test('joins contiguous batches into what one batch of all records gives', () => {
  const values = [
    aPythonRecord(),
    aPythonRecord({ level: 'INFO' }),
    null,
    aPythonRecord({ service: '__proto__' }),
  ];
  const run = createPipeline();

  const merged = mergeBatches([
    run(aRawBatch(values.slice(0, 1), { from: 5n })),
    run(aRawBatch(values.slice(1, 3), { from: 6n })),
    run(aRawBatch(values.slice(3), { from: 8n })),
  ]);

  expect(merged).toEqual(run(aRawBatch(values, { from: 5n })));
});
