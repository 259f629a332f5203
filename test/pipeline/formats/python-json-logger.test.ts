import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  asctime: '2026-11-23 10:15:02,118',
  levelname: 'CRITICAL',
  name: 'billing.jobs',
  message: 'ledger out of balance by 12.50',
  service: 'billing',
  exc_info: 'Traceback (most recent call last):\n  File "jobs.py", line 9, in run\nAssertionError',
};

describeFormat({
  format: 'python-json-logger',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'billing',
    message: 'ledger out of balance by 12.50',
    logger: 'billing.jobs',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    exceptionType: 'AssertionError',
    fields: {},
  },
  caused: {
    ...sample,
    exc_info:
      'Traceback (most recent call last):\n  File "db.py", line 3, in call\nKeyError: 7\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "jobs.py", line 9, in run\nLedgerError: x',
  },
  parts: ['LedgerError', 'KeyError', 'jobs.py:run'],
  atLevel: (levelname: string) => ({ ...sample, levelname }),
  levels: [...usualLevels, ['CRITICAL', 'CRITICAL'], ['WARNING', 'WARN'], ['NOTSET', 'UNKNOWN']],
  broken: cutOff(sample),
  reason: isCutOff,
});
