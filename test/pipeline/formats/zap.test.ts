import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  level: 'error',
  ts: 1795428902.118,
  logger: 'gate',
  caller: 'gate/auth.go:63',
  msg: 'token rejected',
  error: 'signature mismatch',
  stacktrace: 'gate.(*Auth).Check\n\t/src/gate/auth.go:63',
};

describeFormat({
  format: 'zap',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'gate',
    message: 'token rejected',
    logger: 'gate',
    stack: sample.stacktrace,
    exceptionType: null,
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    fields: { caller: 'gate/auth.go:63', error: 'signature mismatch' },
  },
  // The stack says where the line was logged: what is grouped is the message.
  caused: { ...sample, error: 'open: permission denied' },
  parts: ['gate', 'token rejected'],
  atLevel: (level: string) => ({ ...sample, level }),
  levels: [...usualLevels, ['dpanic', 'CRITICAL'], ['panic', 'CRITICAL']],
  broken: cutOff(sample),
  reason: isCutOff,
});
