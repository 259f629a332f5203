import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  instant: { epochSecond: 1795428902, nanoOfSecond: 118000000 },
  thread: 'http-4',
  level: 'FATAL',
  loggerName: 'com.shop.Tax',
  message: 'no rate table',
  thrown: {
    commonElementCount: 0,
    message: 'null',
    name: 'java.lang.NullPointerException',
    extendedStackTrace: [{ class: 'com.shop.Tax', method: 'rate', file: 'Tax.java', line: 55 }],
  },
};

describeFormat({
  format: 'log4j2',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'shop',
    message: 'no rate table',
    logger: 'com.shop.Tax',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    exceptionType: 'java.lang.NullPointerException',
    stack: 'java.lang.NullPointerException\n\tat com.shop.Tax.rate(Tax.java:55)',
    fields: { thread: 'http-4' },
  },
  caused: {
    ...sample,
    thrown: {
      ...sample.thrown,
      cause: {
        name: 'java.io.IOException',
        message: 'disk full',
        extendedStackTrace: [{ class: 'com.shop.Disk', method: 'write', file: 'Disk.java', line: 1 }],
      },
    },
  },
  parts: ['java.lang.NullPointerException', 'java.io.IOException', 'com.shop.Tax:rate'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: usualLevels,
  broken: cutOff(sample),
  reason: isCutOff,
});
