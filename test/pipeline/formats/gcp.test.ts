import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  severity: 'CRITICAL',
  time: '2026-11-23T10:15:02Z',
  message: 'quota gone',
  serviceContext: { service: 'maps' },
};

describeFormat({
  format: 'gcp',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'maps',
    message: 'quota gone',
    time: Date.parse('2026-11-23T10:15:02Z'),
  },
  caused: {
    ...sample,
    message: undefined,
    jsonPayload: { message: 'x', stack_trace: 'a.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y' },
  },
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (severity: string) => ({ ...sample, severity }),
  levels: [
    ['EMERGENCY', 'CRITICAL'],
    ['ALERT', 'CRITICAL'],
    ['CRITICAL', 'CRITICAL'],
    ['ERROR', 'ERROR'],
    ['WARNING', 'WARN'],
    ['NOTICE', 'INFO'],
    ['INFO', 'INFO'],
    ['DEBUG', 'DEBUG'],
    ['DEFAULT', 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
