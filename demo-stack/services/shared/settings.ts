/** Settings of one service, from its environment. */
export type Settings = {
  readonly service: string;
  /** Address and port to listen on; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly brokers: readonly string[];
  readonly logTopic: string;
  readonly logErrorTopic: string;
  readonly logLevel: string;
  readonly registrationTopic: string;
  /** Requests a minute that one client may make on routes that guard passwords. */
  readonly rateLimitPerMinute: number;
  /** Base addresses of the other services. */
  readonly userManagementUrl: string;
  readonly notificationUrl: string;
  readonly smtpUrl: string;
  readonly taskTimeoutMs: number;
};

type Environment = { readonly [name: string]: string | undefined };

/**
 * Reads the settings; what the environment lacks has a default that fits the launcher's and Compose's servers.
 *
 * @throws Error for a number that is none.
 */
export function readSettings(service: string, defaultPort: number, env: Environment): Settings {
  const text = (name: string, fallback: string) => env[name] || fallback;
  const number = (name: string, fallback: number) => {
    const value = Number(text(name, String(fallback)));
    if (!Number.isInteger(value) || value < 0)
      throw new Error(`${name} takes a whole number, not "${env[name]}"`);
    return value;
  };
  return {
    service,
    host: text('HOST', '127.0.0.1'),
    port: number('PORT', defaultPort),
    databaseUrl: text(
      'DATABASE_URL',
      `postgres://postgres:postgres@localhost:5432/${service.replaceAll('-', '_')}`,
    ),
    redisUrl: text('REDIS_URL', 'redis://localhost:6379'),
    brokers: text('KAFKA_BROKERS', 'localhost:9092').split(','),
    logTopic: text('LOG_TOPIC', 'application-logs'),
    logErrorTopic: text('LOG_ERROR_TOPIC', 'application-logs-errors'),
    logLevel: text('LOG_LEVEL', 'info'),
    registrationTopic: text('REGISTRATION_TOPIC', 'user-registration-events'),
    rateLimitPerMinute: number('RATE_LIMIT_PER_MINUTE', 60),
    userManagementUrl: text('USER_MANAGEMENT_URL', 'http://localhost:5001'),
    notificationUrl: text('NOTIFICATION_URL', 'http://localhost:5003'),
    smtpUrl: text('SMTP_URL', 'smtp://localhost:1025'),
    taskTimeoutMs: number('TASK_TIMEOUT_MS', 3_000),
  };
}
