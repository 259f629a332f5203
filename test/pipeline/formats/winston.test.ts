import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { aRawBatch } from '../../support/raw-batch.ts';
import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  level: 'error',
  message: 'webhook rejected: 502',
  service: 'hooks',
  timestamp: '2026-11-23T10:15:02.118Z',
  stack: 'Error: 502\n    at send (hooks.ts:88:9)',
};

describeFormat({
  format: 'winston',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'hooks',
    message: 'webhook rejected: 502',
    stack: sample.stack,
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: {
    ...sample,
    name: 'HookError',
    stack:
      'HookError: 502\n    at send (hooks.ts:88:9) {\n  [cause]: RangeError: x\n      at check (rules.ts:1:1)\n}',
  },
  parts: ['HookError', 'RangeError', 'hooks.ts:send'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [...usualLevels, ['\u001b[31merror\u001b[39m', 'ERROR'], ['silly', 'DEBUG'], ['http', 'INFO']],
  broken: cutOff(sample),
  reason: isCutOff,
});

test("takes an error's name for its type, not for a service or a logger", () => {
  const { errors } = createPipeline()(
    aRawBatch([{ level: 'error', message: 'x', name: 'HookError', timestamp: '2026-11-23T10:15:02.118Z' }]),
  );

  expect(errors[0]).toMatchObject({ exceptionType: 'HookError', service: 'application-logs', logger: null });
});
