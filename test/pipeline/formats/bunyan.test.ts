import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  name: 'mailer',
  hostname: 'm2',
  pid: 8,
  level: 60,
  err: { message: 'queue closed', name: 'Error', stack: 'Error: queue closed\n    at flush (q.js:7:3)' },
  msg: 'giving up',
  time: '2026-11-23T10:15:02.118Z',
  v: 0,
};

describeFormat({
  format: 'bunyan',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'mailer',
    message: 'giving up',
    host: 'm2',
    exceptionType: 'Error',
    stack: sample.err.stack,
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: {
    ...sample,
    err: {
      name: 'MailError',
      stack: 'MailError: x\n    at flush (q.js:7:3)\nCaused by: VError: y\n    at open (socket.js:1:1)',
    },
  },
  parts: ['MailError', 'VError', 'q.js:flush'],
  atLevel: (level: number) => ({ ...sample, level }),
  levels: [
    [60, 'CRITICAL'],
    [50, 'ERROR'],
    [40, 'WARN'],
    [30, 'INFO'],
    [20, 'DEBUG'],
    [-5, 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
