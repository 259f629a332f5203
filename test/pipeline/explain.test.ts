import { expect, test } from 'vitest';
import { createExplainer } from '../../src/pipeline/explain.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aPythonRecord, aRawBatch, aRecord } from '../support/raw-batch.ts';

const log = { topic: 'application-logs', partition: 0 };

test('says where each field was taken from', () => {
  const record = aRecord({
    level: 50,
    time: 1795428902118,
    pid: 1,
    name: 'cart',
    msg: 'no luck',
    err: { stack: 'E: x' },
  });

  const explained = createExplainer()(record, log);

  expect(explained).toMatchObject([
    {
      format: 'pino',
      kept: true,
      level: 'ERROR',
      why: 'level 50',
      from: { service: 'name', message: 'msg', time: 'time', stack: 'err.stack' },
    },
  ]);
});

test('gives an error the fields and the grouping that the pipeline gives it', () => {
  const record = aRecord(aPythonRecord({ message: 'password=hunter2 for \x1b[1m17' }));

  const explained = createExplainer()(record, log);

  const { service, message, time, fields, grouping } = createPipeline()(aRawBatch([record])).errors[0] ?? {};
  expect(explained).toMatchObject([{ service, message, time, fields, grouping }]);
  expect(message).toBe('password=[REDACTED:password] for \\x1b[1m17');
});

test('explains what is not kept without a grouping', () => {
  const explained = createExplainer()(aRecord('2026-11-23 10:15:02 WARN slow'), log);

  expect(explained).toMatchObject([{ kept: false, level: 'WARN', message: 'slow', grouping: null }]);
});

test('explains each record of a batch', () => {
  const logRecords = [{ severityNumber: 17 }, { severityNumber: 9 }];
  const record = aRecord({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });

  const explained = createExplainer()(record, log);

  expect(explained).toMatchObject([
    { level: 'ERROR', why: 'severityNumber 17' },
    { level: 'INFO', why: 'severityNumber 9' },
  ]);
});

test('says why a value can not be read', () => {
  expect(createExplainer()(aRecord('{"level":'), log)).toEqual({
    unreadable: 'JSON that is broken or cut off',
  });
});

test('hides a secret in the reason too', () => {
  const explained = createExplainer()(aRecord({ level: 'AKIAIOSFODNN7EXAMPLE' }), log);

  expect(explained).toMatchObject([{ why: 'level "[REDACTED:aws-key]"' }]);
});
