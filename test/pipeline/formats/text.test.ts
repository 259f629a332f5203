import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import type { Severity } from '../../../src/types.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aRawBatch, recordTime } from '../../support/raw-batch.ts';

const time = Date.parse('2026-11-23T10:15:02.118Z');

function run(...lines: readonly unknown[]) {
  return createPipeline()(aRawBatch(lines));
}

test.each([
  [
    '2026-11-23 10:15:02,118 - auth - ERROR - login storm from 10.1.1.7',
    'ERROR',
    'auth',
    'login storm from 10.1.1.7',
  ],
  [
    '2026-11-23T10:15:02.118Z ERROR 1 --- [nio-8080-exec-3] c.s.Checkout : total is negative',
    'ERROR',
    'c.s.Checkout',
    'total is negative',
  ],
  ['E1123 10:15:02.118000 12 lease.go:88] lease expired', 'ERROR', 'lease.go', 'lease expired'],
  [
    '2026-11-23 10:15:02.118 [main] ERROR com.shop.Tax - no rate table',
    'ERROR',
    'com.shop.Tax',
    'no rate table',
  ],
  ['2026-11-23T10:15:02.118Z\tERROR\tno rate table', 'ERROR', null, 'no rate table'],
  ['[2026-11-23T10:15:02.118Z ERROR ingest::wire] bad tag', 'ERROR', 'ingest::wire', 'bad tag'],
  [
    '2026-11-23 10:15:02.118 UTC [123] FATAL:  role "x" does not exist',
    'CRITICAL',
    null,
    'role "x" does not exist',
  ],
  ['[2026-11-23 10:15:02.118 +0000] [77] [CRITICAL] WORKER TIMEOUT', 'CRITICAL', null, 'WORKER TIMEOUT'],
  ['2026-11-23 10:15:02.118 | ERROR    | jobs:run - ledger broken', 'ERROR', 'jobs:run', 'ledger broken'],
] as const)('reads "%s"', (line, severity, logger, message) => {
  const { errors } = run(line);

  expect(errors).toMatchObject([{ format: 'text', severity, logger, message, time }]);
});

test.each([
  ['2026/11/23 10:15:02 [error] 31#31: *1 connect() failed', 'ERROR'],
  ['[Mon Nov 23 10:15:02.118 2026] [core:error] [pid 1] file not found', 'ERROR'],
  ['ERROR:root:no disk', 'ERROR'],
  ['ERROR: no disk', 'ERROR'],
  ['Error: no disk', 'ERROR'],
  ['fail: Shop.Cart[0]', 'UNKNOWN'],
  ['10:15AM ERR cannot start error="no leader"', 'ERROR'],
  ['E, [2026-11-23T10:15:02.118 #7] ERROR -- : no disk', 'ERROR'],
  ['CRIT no disk', 'CRITICAL'],
  ['2026-11-23 10:15:02 WARN error while closing', 'WARN'],
  ['2026-11-23 10:15:02,118 - auth - INFO - no ERROR seen, 0 errors', 'INFO'],
  ['INFO ERROR ERROR', 'INFO'],
  ['DEBUG x', 'DEBUG'],
  ['the error was fixed', 'UNKNOWN'],
  ['user saw ERROR page', 'UNKNOWN'],
  ['just a line', 'UNKNOWN'],
  ['ValueError: bad tag', 'EXCEPTION'],
  ['java.lang.IllegalStateException: closed', 'EXCEPTION'],
  ['Exception in thread "main" java.lang.Error: x', 'EXCEPTION'],
  ['panic: runtime error: index out of range', 'EXCEPTION'],
  ['Traceback (most recent call last):\n  File "a.py", line 1, in b\nKeyError: 1', 'EXCEPTION'],
] as const satisfies readonly (readonly [string, Severity])[])('takes "%s" for %s', (line, severity) => {
  const { counts } = run(line);

  expect(minutesOf(counts).map((minute) => minute.counts[severity])).toEqual([1]);
});

test('separates the stack from the message', () => {
  const { errors } = run(
    '2026-11-23 10:15:02,118 - auth - ERROR - no luck\njava.lang.Error: x\n\tat a.B.c(B.java:1)',
  );

  expect(errors).toMatchObject([{ message: 'no luck', stack: 'java.lang.Error: x\n\tat a.B.c(B.java:1)' }]);
});

test('names a bare trace by its exception', () => {
  const { errors } = run('Traceback (most recent call last):\n  File "a.py", line 1, in b\nKeyError: 1');

  expect(errors).toMatchObject([{ message: 'KeyError: 1', exceptionType: 'KeyError', time: recordTime }]);
});
