import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  startTime: '2026-11-23T10:15:02.118Z',
  categoryName: 'kiosk.print',
  data: ['printer', 4, 'is offline'],
  level: { level: 40000, levelStr: 'ERROR', colour: 'red' },
  context: {},
  pid: 9,
};

describeFormat({
  format: 'log4js',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'kiosk',
    message: 'printer 4 is offline',
    logger: 'kiosk.print',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: {
    ...sample,
    data: [
      {
        message: 'x',
        stack: 'PrintError: x\n    at feed (p.js:1:1)\ncaused by: TypeError: y\n    at a (b.js:1:1)',
      },
    ],
  },
  parts: ['PrintError', 'TypeError', 'p.js:feed'],
  atLevel: (levelStr: string) => ({ ...sample, level: { levelStr } }),
  levels: [...usualLevels, ['MARK', 'UNKNOWN']],
  broken: cutOff(sample),
  reason: isCutOff,
});
