import { bunyan } from './bunyan.ts';
import { clef } from './clef.ts';
import { ecs } from './ecs.ts';
import type { JsonFormat, TextFormat } from './format.ts';
import { gcp } from './gcp.ts';
import { gelf } from './gelf.ts';
import { journald } from './journald.ts';
import { json } from './json.ts';
import { log4j2 } from './log4j2.ts';
import { log4js } from './log4js.ts';
import { logback } from './logback.ts';
import { logfmt } from './logfmt.ts';
import { logrus } from './logrus.ts';
import { loguru } from './loguru.ts';
import { monolog } from './monolog.ts';
import { otlp } from './otlp.ts';
import { pino } from './pino.ts';
import { python } from './python.ts';
import { pythonJsonLogger } from './python-json-logger.ts';
import { rustTracing } from './rust-tracing.ts';
import { slog } from './slog.ts';
import { structlog } from './structlog.ts';
import { syslog } from './syslog.ts';
import { text } from './text.ts';
import { winston } from './winston.ts';
import { zap } from './zap.ts';
import { zerolog } from './zerolog.ts';

/**
 * Formats of JSON objects in the order of detection: the exclusive ones, those whose names nobody else uses, those
 * known by what stands together; the last takes everything.
 */
export const jsonFormats: readonly JsonFormat[] = [
  ...[python, pino, bunyan],
  ...[otlp, gelf, clef, ecs, journald],
  ...[log4j2, logback, monolog, log4js, loguru, structlog, pythonJsonLogger],
  ...[rustTracing, zap, slog, logrus, zerolog, gcp, winston],
  json,
];

/** Formats of text in the order of detection; the last takes everything. */
export const textFormats: readonly TextFormat[] = [logfmt, syslog, text];
