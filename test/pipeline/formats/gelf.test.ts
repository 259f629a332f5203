import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  version: '1.1',
  host: 'edge-3',
  short_message: 'upstream reset',
  full_message: 'upstream reset\nat proxy.c:210',
  timestamp: 1795428902.118,
  level: 3,
  _service: 'edge',
};

describeFormat({
  format: 'gelf',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'edge',
    message: 'upstream reset',
    host: 'edge-3',
    stack: sample.full_message,
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  // Over UDP the trace may come in the short message.
  caused: {
    ...sample,
    full_message: undefined,
    short_message:
      'reset\nTraceback (most recent call last):\n  File "a.py", line 1, in b\nKeyError: 1\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "c.py", line 1, in d\nEdgeError: x',
  },
  parts: ['EdgeError', 'KeyError', 'c.py:d'],
  atLevel: (level: number) => ({ ...sample, level }),
  levels: [
    [0, 'CRITICAL'],
    [1, 'CRITICAL'],
    [2, 'CRITICAL'],
    [3, 'ERROR'],
    [4, 'WARN'],
    [5, 'INFO'],
    [6, 'INFO'],
    [7, 'DEBUG'],
    [8, 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
