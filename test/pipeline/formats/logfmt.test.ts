import { describeFormat, usualLevels } from './format-suite.ts';

const sample = 'ts=2026-11-23T10:15:02Z level=error service=rates msg="feed stale" err="no tick for 45s"';

describeFormat({
  format: 'logfmt',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'rates',
    message: 'feed stale',
    time: Date.parse('2026-11-23T10:15:02Z'),
    fields: { err: 'no tick for 45s' },
  },
  caused: String.raw`level=error msg=x stack="a.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y"`,
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (level: string) => `level=${level} msg="it said "no""`,
  levels: usualLevels,
  broken: 'level=error msg="never closed',
  reason: null,
});
