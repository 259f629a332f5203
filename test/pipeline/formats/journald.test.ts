import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  __REALTIME_TIMESTAMP: '1795428902118000',
  PRIORITY: '2',
  MESSAGE: 'raid degraded',
  SYSLOG_IDENTIFIER: 'mdwatch',
};

describeFormat({
  format: 'journald',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'mdwatch',
    message: 'raid degraded',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  // MESSAGE comes as bytes when it holds control characters.
  caused: {
    ...sample,
    MESSAGE: [...Buffer.from('a.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y\n\tat g.H.i(H.java:2)')],
  },
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (PRIORITY: string) => ({ ...sample, PRIORITY }),
  levels: [
    ['0', 'CRITICAL'],
    ['2', 'CRITICAL'],
    ['3', 'ERROR'],
    ['4', 'WARN'],
    ['5', 'INFO'],
    ['6', 'INFO'],
    ['7', 'DEBUG'],
    ['9', 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
