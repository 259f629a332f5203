import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  time: '2026-11-23T10:15:02.118Z',
  level: 'ERROR+4',
  msg: 'shard lost',
  service: 'store',
  shard: 7,
  err: 'eof',
  source: { function: 'main.pull', file: 'pull.go', line: 19 },
};

describeFormat({
  format: 'slog',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'store',
    message: 'shard lost',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    fields: { shard: 7, err: 'eof', source: sample.source },
  },
  caused: { ...sample, stack: 'goroutine 1 [running]:\nmain.pull(0xc0)\n\t/app/pull.go:19 +0x1' },
  parts: ['main:pull'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [
    ['ERROR', 'ERROR'],
    ['ERROR+4', 'ERROR'],
    ['WARN', 'WARN'],
    ['WARN+1', 'WARN'],
    ['INFO', 'INFO'],
    ['INFO-2', 'INFO'],
    ['DEBUG-4', 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
