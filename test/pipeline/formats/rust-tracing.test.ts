import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  timestamp: '2026-11-23T10:15:02.118Z',
  level: 'ERROR',
  fields: { message: 'decode failed', error: 'bad tag 9' },
  target: 'ingest::wire',
};

describeFormat({
  format: 'rust-tracing',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'ingest',
    message: 'decode failed',
    logger: 'ingest::wire',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    fields: { fields: { error: 'bad tag 9' } },
  },
  caused: {
    ...sample,
    fields: {
      message: 'x',
      backtrace: 'stack backtrace:\n   0: app::wire::decode::h0123456789abcdef\n   1: app::main',
    },
  },
  parts: ['app::wire:decode', 'app:main'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [...usualLevels, ['TRACE', 'DEBUG']],
  broken: cutOff(sample),
  reason: isCutOff,
});
