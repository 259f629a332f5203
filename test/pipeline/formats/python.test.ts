import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import type { LogError } from '../../../src/types.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aPythonRecord, aRawBatch } from '../../support/raw-batch.ts';

const traceback = [
  'Traceback (most recent call last):',
  '  File "/app/views.py", line 72, in pay',
  '    charge(o)',
  'PaymentError: declined',
].join('\n');

function read(value: unknown): LogError {
  const { errors } = createPipeline()(aRawBatch([value]));
  const error = errors[0];
  if (!error) throw new Error('The record was not kept.');
  return error;
}

test('reads every field of the Python services', () => {
  const error = read(aPythonRecord({ exception: traceback }));

  expect(error).toMatchObject({
    format: 'python',
    severity: 'ERROR',
    service: 'order-service',
    message: 'payment declined for order 8841',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    logger: 'orders.api',
    host: 'ord-1',
    exceptionType: 'PaymentError',
    stack: traceback,
    fields: { module: 'views', function: 'pay', line: 72, thread: 'MainThread', process: 17 },
    grouping: { tier: 'stack', parts: ['PaymentError', 'views.py:pay'] },
  });
});

test('takes the message and the stack out of a whole formatted line in the message', () => {
  const line = `2026-11-23 10:15:02,118 - orders.api - ERROR - payment declined\n${traceback}`;

  const error = read(aPythonRecord({ timestamp: '2026-11-23T10:15:02.118442', message: line }));

  expect(error).toMatchObject({
    message: 'payment declined',
    stack: traceback,
    exceptionType: 'PaymentError',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  });
});

test('groups by the outermost exception and its deepest cause', () => {
  const caused = [
    'Traceback (most recent call last):',
    '  File "/app/bank.py", line 3, in call',
    'ConnectionError: refused',
    '',
    'The above exception was the direct cause of the following exception:',
    '',
    traceback,
  ].join('\n');

  const error = read(aPythonRecord({ exception: caused }));

  expect(error.exceptionType).toBe('PaymentError');
  expect(error.grouping.parts).toEqual(['PaymentError', 'ConnectionError', 'views.py:pay']);
});

test.each([
  ['CRITICAL', 'CRITICAL'],
  ['ERROR', 'ERROR'],
  ['EXCEPTION', 'EXCEPTION'],
  ['WARNING', 'WARN'],
  ['INFO', 'INFO'],
  ['DEBUG', 'DEBUG'],
  ['AUDIT', 'UNKNOWN'],
] as const)('counts level %s as %s', (level, severity) => {
  const { counts } = createPipeline()(aRawBatch([aPythonRecord({ level })]));

  expect(minutesOf(counts).map((minute) => minute.counts[severity])).toEqual([1]);
});

test('sets a record aside that is cut off', () => {
  const { deadLetters, counts } = createPipeline()(aRawBatch([JSON.stringify(aPythonRecord()).slice(0, 90)]));

  expect(deadLetters).toMatchObject([{ offset: 0n, reason: 'JSON that is broken or cut off' }]);
  expect(minutesOf(counts)).toEqual([]);
});
