import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  '@timestamp': '2026-11-23T10:15:02.118Z',
  'log.level': 'ERROR',
  message: 'index refused',
  'service.name': 'search',
  'ecs.version': '1.2.0',
  'log.logger': 'com.shop.Index',
  'error.type': 'java.io.IOException',
  'error.message': 'disk full',
  'error.stack_trace': 'java.io.IOException: disk full\n\tat com.shop.Index.put(Index.java:31)',
};

const reads = {
  severity: 'ERROR',
  service: 'search',
  message: 'index refused',
  logger: 'com.shop.Index',
  exceptionType: 'java.io.IOException',
  time: Date.parse('2026-11-23T10:15:02.118Z'),
} as const;

describeFormat({
  format: 'ecs',
  sample,
  reads: { ...reads, stack: sample['error.stack_trace'] },
  caused: {
    ...sample,
    'error.stack_trace': [
      'java.io.IOException: disk full',
      '\tat com.shop.Index.put(Index.java:31)',
      'Caused by: java.lang.Error: x',
      '\t... 3 more',
    ],
  },
  parts: ['java.io.IOException', 'java.lang.Error', 'com.shop.Index:put'],
  atLevel: (level: string) => ({ ...sample, 'log.level': level }),
  levels: usualLevels,
  broken: cutOff(sample),
  reason: isCutOff,
});

describeFormat({
  format: 'ecs',
  sample: {
    '@timestamp': '2026-11-23T10:15:02.118Z',
    log: { level: 'ERROR', logger: 'com.shop.Index' },
    message: 'index refused',
    service: { name: 'search' },
    error: { type: 'java.io.IOException', stack_trace: 'java.io.IOException: disk full' },
  },
  reads,
  caused: sample,
  parts: ['java.io.IOException', 'com.shop.Index:put'],
  atLevel: (level: string) => ({ ...sample, 'log.level': undefined, log: { level } }),
  levels: usualLevels,
  broken: { '@timestamp': 'never', log: { level: [] }, 'ecs.version': {} },
  reason: null,
});
