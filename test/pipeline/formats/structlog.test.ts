import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  event: 'cache refill failed',
  level: 'error',
  timestamp: '2026-11-23T10:15:02Z',
  logger: 'catalog',
  key: 'sku:991',
  exception: 'TimeoutError: 3s',
};

describeFormat({
  format: 'structlog',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'catalog',
    message: 'cache refill failed',
    logger: 'catalog',
    time: Date.parse('2026-11-23T10:15:02Z'),
    stack: 'TimeoutError: 3s',
    exceptionType: 'TimeoutError',
    fields: { key: 'sku:991' },
  },
  caused: {
    ...sample,
    exception: [
      {
        exc_type: 'CacheError',
        exc_value: 'x',
        frames: [{ filename: '/srv/cache.py', lineno: 3, name: 'refill' }],
      },
      {
        exc_type: 'TimeoutError',
        exc_value: '3s',
        frames: [{ filename: '/srv/net.py', lineno: 9, name: 'call' }],
      },
    ],
  },
  parts: ['CacheError', 'TimeoutError', 'cache.py:refill'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [...usualLevels, ['exception', 'EXCEPTION']],
  broken: cutOff(sample),
  reason: isCutOff,
});
