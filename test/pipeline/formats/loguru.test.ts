import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  text: '2026-11-23 10:15:02.118 | ERROR    | jobs:run:9 - ledger broken\nTraceback (most recent call last):\n  File "jobs.py", line 9, in run\nLedgerError: 5\n',
  record: {
    level: { name: 'ERROR', no: 40 },
    message: 'ledger broken',
    name: 'jobs.ledger',
    time: { timestamp: 1795428902.118 },
    exception: { type: 'LedgerError', value: '5', traceback: true },
  },
};

describeFormat({
  format: 'loguru',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'jobs',
    message: 'ledger broken',
    logger: 'jobs.ledger',
    exceptionType: 'LedgerError',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: sample,
  parts: ['LedgerError', 'jobs.py:run'],
  atLevel: (level: string | number) => ({
    ...sample,
    record: { ...sample.record, level: typeof level === 'number' ? { no: level } : { name: level } },
  }),
  levels: [
    ['CRITICAL', 'CRITICAL'],
    ['ERROR', 'ERROR'],
    ['WARNING', 'WARN'],
    ['SUCCESS', 'INFO'],
    ['TRACE', 'DEBUG'],
    [50, 'CRITICAL'],
    [40, 'ERROR'],
    [30, 'WARN'],
    [25, 'INFO'],
    [10, 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
