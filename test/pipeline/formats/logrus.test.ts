import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  level: 'error',
  msg: 'retry 5 of 5 failed',
  time: '2026-11-23T10:15:02Z',
  component: 'sync',
};

describeFormat({
  format: 'logrus',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'sync',
    message: 'retry 5 of 5 failed',
    logger: 'sync',
    time: Date.parse('2026-11-23T10:15:02Z'),
  },
  caused: { ...sample, stack: 'goroutine 1 [running]:\nsync.Run()\n\t/app/run.go:19 +0x1' },
  parts: ['sync:Run'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [
    ['panic', 'CRITICAL'],
    ['fatal', 'CRITICAL'],
    ['error', 'ERROR'],
    ['warning', 'WARN'],
    ['info', 'INFO'],
    ['debug', 'DEBUG'],
    ['trace', 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
