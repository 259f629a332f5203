import { anyLevel, logbackLevel, monologLevel, otlpLevel, pythonLevel, syslogLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';

/** Any other JSON object; takes every one, so it comes after the formats with a shape of their own. */
export const json = jsonFormat({
  name: 'json',
  matches: () => true,
  levels: [
    ...levelFields(anyLevel, 'level', 'severity', 'levelname', 'log.level', 'lvl', 'level_name', 'loglevel'),
    ...levelFields(anyLevel, 'logLevel', 'LogLevel', 'Level', '@l', 'levelName', 'log_level'),
    ...levelFields(anyLevel, 'level.levelStr', 's', 'severity_text', 'severityText', 'SeverityText'),
    ...levelFields(pythonLevel, 'levelno'),
    ...levelFields(logbackLevel, 'level_value'),
    ...levelFields(otlpLevel, 'severityNumber', 'severity_number', 'SeverityNumber'),
    ...levelFields(syslogLevel, 'PRIORITY', 'priority', 'syslog.severity'),
    ...levelFields(monologLevel, 'level_number'),
  ],
});
