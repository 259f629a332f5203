import { syslogLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** journald's JSON export. MESSAGE is an array of byte values when it holds control characters. */
export const journald = jsonFormat({
  name: 'journald',
  matches: (record) =>
    record.__REALTIME_TIMESTAMP !== undefined ||
    (record.MESSAGE !== undefined &&
      (record.PRIORITY !== undefined ||
        record.SYSLOG_IDENTIFIER !== undefined ||
        record._SYSTEMD_UNIT !== undefined)),
  levels: levelFields(syslogLevel, 'PRIORITY'),
  time: paths('_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP'),
  message: paths('MESSAGE'),
  service: paths('CONTAINER_NAME', 'SYSLOG_IDENTIFIER', '_SYSTEMD_UNIT', '_COMM'),
  logger: paths('LOGGER'),
  host: paths('_HOSTNAME'),
});
