import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aPythonRecord, aRawBatch } from '../../support/raw-batch.ts';

const time = Date.parse('2026-11-23T10:15:02.120Z');

test.each([
  [
    'docker',
    {
      log: '{"level":50,"time":1795428902118,"msg":"boom"}\n',
      stream: 'stderr',
      time: '2026-11-23T10:15:02.120Z',
    },
    'pino',
  ],
  ['CRI', '2026-11-23T10:15:02.120Z stderr F level=error msg="boom"', 'logfmt'],
  [
    'Fluent Bit',
    { log: 'ERROR boom', '@timestamp': '2026-11-23T10:15:02.120Z', kubernetes: { container_name: 'cart' } },
    'text',
  ],
  [
    'Filebeat',
    { message: 'ERROR boom', agent: { type: 'filebeat' }, input: { type: 'log' }, ecs: { version: '8' } },
    'text',
  ],
  ['Vector', { message: '{"severity":"ERROR","text":"boom"}', source_type: 'file' }, 'json'],
  ['journald', { MESSAGE: '{"level":"error","text":"boom"}', PRIORITY: '6', CONTAINER_NAME: 'cart' }, 'json'],
])('reads the line inside the envelope of %s', (_name, value, format) => {
  const { errors } = createPipeline()(aRawBatch([value]));

  expect(errors).toMatchObject([{ format, severity: 'ERROR', message: 'boom' }]);
});

test('takes from the envelope what the line does not say', () => {
  const value = {
    log: 'ERROR boom\n',
    time: '2026-11-23T10:15:02.120Z',
    container_name: 'cart',
    host: 'node-1',
    stream: 'stderr',
  };

  const { errors } = createPipeline()(aRawBatch([value]));

  expect(errors).toMatchObject([
    { service: 'cart', host: 'node-1', time, fields: { envelope: { stream: 'stderr' } } },
  ]);
});

test('unwraps twice at most', () => {
  const wrap = (log: string) => JSON.stringify({ log, stream: 'stdout' });
  const line = JSON.stringify(aPythonRecord({ message: 'boom' }));

  const { errors, counts } = createPipeline()(aRawBatch([wrap(wrap(line)), wrap(wrap(wrap(line)))]));

  expect(errors.map(({ message }) => message)).toEqual(['boom']);
  expect(minutesOf(counts).map((minute) => minute.counts.UNKNOWN)).toEqual([0, 1]);
});

test.each(['\n', '{"level":50,"msg":"cut'])(
  'counts the line %j in an envelope instead of setting it aside',
  (log) => {
    const { counts, deadLetters } = createPipeline()(aRawBatch([{ log, stream: 'stdout' }]));

    expect(deadLetters).toEqual([]);
    expect(minutesOf(counts).map((minute) => minute.counts.UNKNOWN)).toEqual([1]);
  },
);
