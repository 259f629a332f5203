import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  message: 'card vault down',
  context: { exception: { class: 'RuntimeException', message: '503', file: '/app/Vault.php:18' } },
  level: 500,
  level_name: 'CRITICAL',
  channel: 'pay',
  datetime: '2026-11-23T10:15:02.118+00:00',
};

describeFormat({
  format: 'monolog',
  sample,
  reads: {
    severity: 'CRITICAL',
    service: 'pay',
    message: 'card vault down',
    exceptionType: 'RuntimeException',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: {
    ...sample,
    context: {
      exception: {
        ...sample.context.exception,
        trace: ['/app/Pay.php:33', '/app/vendor/x/Kernel.php:1'],
        previous: { class: 'PDOException', message: 'gone', file: '/app/Db.php:3' },
      },
    },
  },
  parts: ['RuntimeException', 'PDOException', 'Vault.php:{throw}', 'Pay.php:{unknown}'],
  atLevel: (level: string | number) =>
    typeof level === 'number' ? { ...sample, level, level_name: '' } : { ...sample, level_name: level },
  levels: [
    ['EMERGENCY', 'CRITICAL'],
    ['ERROR', 'ERROR'],
    ['WARNING', 'WARN'],
    ['NOTICE', 'INFO'],
    ['DEBUG', 'DEBUG'],
    [550, 'CRITICAL'],
    [500, 'CRITICAL'],
    [400, 'ERROR'],
    [300, 'WARN'],
    [250, 'INFO'],
    [100, 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
