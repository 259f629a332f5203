import { cutOff, describeFormat, isCutOff, usualLevels } from './format-suite.ts';

const sample = {
  '@timestamp': '2026-11-23T11:15:02.118+01:00',
  '@version': '1',
  message: 'could not reserve seat 14C',
  logger_name: 'com.fly.Seat',
  thread_name: 'pool-2',
  level: 'ERROR',
  level_value: 40000,
  app: 'booking',
  stack_trace: 'com.fly.Taken: 14C\n\tat com.fly.Seat.hold(Seat.java:20)',
};

describeFormat({
  format: 'logback',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'booking',
    message: 'could not reserve seat 14C',
    logger: 'com.fly.Seat',
    exceptionType: 'com.fly.Taken',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
  },
  caused: {
    ...sample,
    stack_trace: `${sample.stack_trace}\nCaused by: java.sql.SQLException: x\n\tat com.fly.Db.get(Db.java:1)\n\t... 9 more`,
  },
  parts: ['com.fly.Taken', 'java.sql.SQLException', 'com.fly.Seat:hold'],
  atLevel: (level: string | number) =>
    typeof level === 'number'
      ? { ...sample, level: undefined, level_value: level }
      : { ...sample, level, level_value: undefined },
  levels: [
    ...usualLevels,
    [40000, 'ERROR'],
    [30000, 'WARN'],
    [20000, 'INFO'],
    [10000, 'DEBUG'],
    [7, 'UNKNOWN'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});
