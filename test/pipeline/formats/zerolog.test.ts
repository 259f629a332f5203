import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  level: 'fatal',
  service: 'quota',
  error: 'no leader',
  stack: [{ func: 'elect', line: '12', source: 'e.go' }],
  time: 1795428902,
  message: 'cannot start',
};

describeFormat({
  format: 'zerolog',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'quota',
    message: 'cannot start',
    time: Date.parse('2026-11-23T10:15:02Z'),
    fields: { error: 'no leader' },
  },
  caused: { ...sample, stack: [...sample.stack, { func: 'main', line: '3', source: 'main.go' }] },
  parts: ['e.go:elect', 'main.go:main'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [
    ['panic', 'CRITICAL'],
    ['fatal', 'CRITICAL'],
    ['error', 'ERROR'],
    ['warn', 'WARN'],
    ['info', 'INFO'],
    ['debug', 'DEBUG'],
    ['trace', 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
