import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aRawBatch } from '../../support/raw-batch.ts';
import { describeFormat } from './format-suite.ts';

const sample = batchOf({
  timeUnixNano: '1795428902118000000',
  severityNumber: 17,
  severityText: 'ERROR',
  body: { stringValue: 'tile missing' },
  attributes: [
    { key: 'exception.type', value: { stringValue: 'KeyError' } },
    { key: 'exception.stacktrace', value: { stringValue: 'KeyError: 7\n  at tile.py:3' } },
  ],
});

describeFormat({
  format: 'otlp',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'geo',
    message: 'tile missing',
    exceptionType: 'KeyError',
    stack: 'KeyError: 7\n  at tile.py:3',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    part: 0,
  },
  caused: batchOf({
    severityNumber: 17,
    attributes: [
      {
        key: 'exception.stacktrace',
        value: { stringValue: 'a.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y\n\t... 1 more' },
      },
    ],
  }),
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (severityNumber: number) => batchOf({ severityNumber }),
  levels: [
    [24, 'CRITICAL'],
    [21, 'CRITICAL'],
    [20, 'ERROR'],
    [17, 'ERROR'],
    [13, 'WARN'],
    [9, 'INFO'],
    [5, 'DEBUG'],
    [1, 'DEBUG'],
    [0, 'UNKNOWN'],
  ],
  broken: { resourceLogs: [{ scopeLogs: [null, { logRecords: 7 }] }, 'x'] },
  reason: 'a batch without log records',
});

test('reads each record of a batch as an event of its own service', () => {
  const record = (severityNumber: number) => ({
    severityNumber,
    body: { stringValue: `s${severityNumber}` },
  });
  const value = {
    resourceLogs: [
      resourceLogs('geo', [record(17), record(9), record(21)]),
      resourceLogs('__proto__', [record(18), record(1)]),
    ],
  };

  const { errors, counts, records } = createPipeline()(aRawBatch([value]));

  expect(records).toBe(1);
  expect(errors.map(({ part, service, message }) => [part, service, message])).toEqual([
    [0, 'geo', 's17'],
    [2, 'geo', 's21'],
    [3, '__proto__', 's18'],
  ]);
  expect(minutesOf(counts).map(({ service, counts: { INFO, DEBUG } }) => [service, INFO, DEBUG])).toEqual([
    ['geo', 1, 0],
    ['__proto__', 0, 1],
  ]);
});

test('sets a batch aside that has more records than the store can number', () => {
  const aBatchOf = (length: number) => ({
    resourceLogs: [resourceLogs('geo', Array(length).fill({ severityNumber: 17 }))],
  });

  const { errors, deadLetters } = createPipeline()(aRawBatch([aBatchOf(32_768), aBatchOf(32_769)]));

  expect(errors.at(-1)?.part).toBe(32_767);
  expect(deadLetters.map(({ offset, reason }) => [offset, reason])).toEqual([
    [1n, 'a batch of 32769 log records, more than 32768'],
  ]);
});

function batchOf(record: unknown) {
  return { resourceLogs: [resourceLogs('geo', [record])] };
}

function resourceLogs(service: string, logRecords: readonly unknown[]) {
  const attributes = [{ key: 'service.name', value: { stringValue: service } }];
  return { resource: { attributes }, scopeLogs: [{ logRecords }] };
}
