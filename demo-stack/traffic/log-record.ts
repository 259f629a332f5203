export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
export type ServiceName = 'user-management' | 'task-processing' | 'notification';

/** A log record as the Python services of the original EventStreamMonitor write it to Kafka. */
export type LogRecord = {
  /** ISO 8601, UTC, milliseconds. */
  readonly timestamp: string;
  readonly level: Level;
  readonly logger: string;
  readonly message: string;
  readonly module: string;
  readonly function: string;
  readonly line: number;
  readonly service: ServiceName;
  readonly host: string;
  readonly thread: string;
  readonly process: number;
  /** A Python traceback, or null. */
  readonly exception: string | null;
};

/** The two topics of the original: errors and worse have one of their own. */
export const topics = { all: 'application-logs', errors: 'application-logs-errors' } as const;

export function topicOf(level: Level): string {
  return level === 'ERROR' || level === 'CRITICAL' ? topics.errors : topics.all;
}
