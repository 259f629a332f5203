import { hostname } from 'node:os';
import type { Kafka } from 'kafkajs';
import { type Logger, multistream, pino, stdSerializers } from 'pino';
import { findCallSite } from './call-site.ts';
import { createKafkaLogStream, type LogStreamStats } from './kafka-log-stream.ts';
import type { Tracing } from './tracing.ts';

export type { Logger } from 'pino';

export type LoggingOptions = {
  readonly service: string;
  /** The service's release: whoever looks at an error wants to know which one wrote it. */
  readonly version?: string;
  readonly kafka: Kafka;
  readonly tracing: Tracing;
  /** `application-logs` by default. */
  readonly topic?: string;
  /** `application-logs-errors` by default. */
  readonly errorTopic?: string;
  /** The least severe level that is written at all; `info` by default. */
  readonly level?: string;
  /** Whether warnings and worse go to stdout too; they do by default. */
  readonly echo?: boolean;
};

export type Logging = {
  readonly log: Logger;
  stats(): LogStreamStats;
  /** Sends what is left, for at most `timeoutMs`; answers how many records it could not send. */
  close(timeoutMs: number): Promise<number>;
};

const levelNames: { readonly [label: string]: string } = {
  trace: 'DEBUG',
  warn: 'WARNING',
  fatal: 'CRITICAL',
};

/**
 * A pino logger that writes the Python services' record to Kafka, and warnings and worse to stdout too.
 *
 * `log.error(error, 'what failed')` puts the error's stack, with those of its causes, into `exception`. Place (module,
 * function, line) and trace id are filled in by themselves; other fields stay beside them.
 */
export function createLogging(options: LoggingOptions): Logging {
  const { service, version, kafka, tracing, level = 'info', echo = true } = options;
  const { topic = 'application-logs', errorTopic = 'application-logs-errors' } = options;
  const host = hostname();
  const stream = createKafkaLogStream(kafka, {
    topic,
    errorTopic,
    key: `${service}/${host}`,
    onDropped: (dropped) => {
      const count = dropped.errors + dropped.others;
      log.warn(
        { dropped },
        `${count} log records were dropped, ${dropped.errors} of them errors: Kafka was away for too long`,
      );
    },
  });
  const streams = [
    { level: 'trace', stream },
    ...(echo ? [{ level: 'warn', stream: process.stdout } as const] : []),
  ] as const;
  const log = pino(
    {
      level,
      base: { service, version, host, thread: 'main', process: process.pid },
      messageKey: 'message',
      errorKey: 'exception',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: levelNames[label] ?? label.toUpperCase() }) },
      serializers: { exception: toStackText },
      mixin() {
        const site = findCallSite();
        return { logger: `${service}.${site.module}`, ...site, trace_id: tracing.current()?.traceId };
      },
    },
    multistream([...streams]),
  );
  return { log, stats: stream.stats, close: stream.close };
}

/** The stack with those of all causes; anything may be thrown, so anything must do. */
function toStackText(thrown: unknown): string {
  return thrown instanceof Error
    ? (stdSerializers.err(thrown).stack ?? String(thrown))
    : `Thrown: ${JSON.stringify(thrown)}`;
}
