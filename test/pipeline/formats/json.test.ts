import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aRawBatch, recordTime } from '../../support/raw-batch.ts';
import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  severity: 'Error',
  when: 'today',
  serviceName: 'odd',
  text: 'nobody knows this shape',
  more: { a: [1, { b: null }] },
};

describeFormat({
  format: 'json',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'odd',
    message: 'nobody knows this shape',
    time: recordTime,
    fields: { when: 'today', more: { a: [1, { b: null }] } },
  },
  caused: {
    ...sample,
    exception: { type: 'a.B', stacktrace: 'a.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y' },
  },
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (severity: string) => ({ ...sample, severity }),
  levels: [
    ...usualLevels,
    ['eror', 'ERROR'],
    ['SEVERE', 'ERROR'],
    ['emerg', 'CRITICAL'],
    ['exception', 'EXCEPTION'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});

test.each([
  [{ level: 40, levelname: 'ERROR' }, 'ERROR'],
  [{ level: 'error', level_value: 20000 }, 'ERROR'],
  [{ level: 'INFO', message: 'error error error' }, 'INFO'],
  [{ level: 'warn', exception: 'ValueError: x' }, 'WARN'],
  [{ levelno: 40 }, 'ERROR'],
  [{ level_value: 40000 }, 'ERROR'],
  [{ severityNumber: 18 }, 'ERROR'],
  [{ PRIORITY: 3 }, 'ERROR'],
  [{ level: 3 }, 'ERROR'],
  [{ level: 400 }, 'ERROR'],
  [{ level: 1e9 }, 'UNKNOWN'],
  [{ message: 'x', exception: 'ValueError: x' }, 'EXCEPTION'],
  [{ message: 'x', error: { type: 'E' } }, 'EXCEPTION'],
  [{ message: 'Traceback (most recent call last):\n  File "a", line 1, in b\nE: x' }, 'EXCEPTION'],
  [{ message: 'error in the text only' }, 'UNKNOWN'],
  [{}, 'UNKNOWN'],
] as const)('takes %j for %s', (record, severity) => {
  const { counts } = createPipeline()(aRawBatch([record]));

  expect(minutesOf(counts).map((minute) => minute.counts[severity])).toEqual([1]);
});

test('shows a record without a message as what it is', () => {
  const { errors } = createPipeline()(aRawBatch([{ level: 'error', code: 7 }]));

  expect(errors[0]?.message).toBe('{"level":"error","code":7}');
});
