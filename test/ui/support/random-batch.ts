import type { KeptSeverity, LogError, StoredBatch } from '../../../src/types.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';

type Sample = readonly [
  service: string,
  severity: KeptSeverity,
  message: string,
  exceptionType: string | null,
  stack: string | null,
];

export const pythonStack = `Traceback (most recent call last):
  File "/usr/local/lib/python3.12/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context
    self.dialect.do_execute(
  File "/app/users/repository.py", line 88, in find_by_email
    rows = session.execute(query)
psycopg2.OperationalError: timeout expired

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/users/service.py", line 41, in login
    user = repository.find_by_email(email)
users.errors.StoreUnavailable: user store did not answer within 3000 ms`;

export const javaStack = `java.lang.IllegalStateException: Worker pool exhausted: 0 of 32 free
	at com.example.tasks.WorkerPool.acquire(WorkerPool.java:112)
	at com.example.tasks.Dispatcher.dispatch(Dispatcher.java:57)
	at org.springframework.scheduling.support.DelegatingErrorHandlingRunnable.run(DelegatingErrorHandlingRunnable.java:54)
	at java.base/java.util.concurrent.Executors$RunnableAdapter.call(Executors.java:572)
	at java.base/java.lang.Thread.run(Thread.java:1583)
Caused by: java.util.concurrent.TimeoutException: no worker within 5 s
	at com.example.tasks.WorkerPool.await(WorkerPool.java:140)
	... 4 more`;

const samples: readonly Sample[] = [
  [
    'user-management',
    'ERROR',
    'Database connection failed: timeout after 3000 ms',
    'users.errors.StoreUnavailable',
    pythonStack,
  ],
  [
    'task-processing',
    'CRITICAL',
    'Worker pool exhausted: 0 of 32 free',
    'java.lang.IllegalStateException',
    javaStack,
  ],
  ['notification', 'ERROR', 'SMTP relay refused the message: 451 try again later', null, null],
  [
    'notification',
    'EXCEPTION',
    '通知の送信に失敗しました: 接続がタイムアウトしました 📮',
    'TimeoutError',
    null,
  ],
  [
    'task-processing',
    'ERROR',
    'Task 8812 retried 3 times and given up; the payload was {"kind":"export","rows":120000,"format":"parquet","owner":"team-reports"} and the queue was exports-low',
    null,
    null,
  ],
  ['user-management', 'EXCEPTION', "KeyError: 'tenant'", 'KeyError', null],
  ['billing', 'ERROR', 'Invoice could not be rendered 🧾', null, null],
];

/** A batch of `count` errors of a few services, chosen by `random`; for looking at the screen and for load. */
export function aRandomBatch(count: number, offset: bigint, now: number, random = Math.random): StoredBatch {
  const errors = Array.from({ length: count }, (_, index) =>
    aRandomError(offset + BigInt(index), now, random),
  );
  return aStoredBatch({ errors, others: count * 19, from: offset });
}

function aRandomError(offset: bigint, now: number, random: () => number): LogError {
  const index = Math.floor(random() ** 2 * samples.length);
  const [service, severity, message, exceptionType, stack] = samples[index] ??
    samples[0] ?? ['?', 'ERROR', '', null, null];
  const variant = Math.floor(random() * 40);
  return anError({
    service,
    severity,
    message,
    exceptionType,
    stack,
    time: now - Math.floor(random() * 900),
    at: now,
    offset,
    partition: index % 3,
    incident: `${index}`.padStart(8, '0') + `${variant}`.padStart(8, '0'),
    host: `${service}-7d9f-${variant}`,
    logger: `${service}.worker`,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    fields: { tenant: 'acme', attempt: variant, request: { path: '/v1/things', bytes: 1204 } },
  });
}
