import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import { createLogging, type Logger } from '../../instrumentation/create-logger.ts';
import { createTracing, type Tracing } from '../../instrumentation/tracing.ts';
import { openDatabase, type Pool } from './database.ts';
import { addHealth, type Check } from './health.ts';
import { createKafka, ensureTopics } from './kafka.ts';
import { addMetrics } from './metrics.ts';
import { openRedis } from './redis.ts';
import { readSettings, type Settings } from './settings.ts';
import { stopWhenAsked } from './stop-when-asked.ts';
import { createWeb } from './web.ts';

/** What a service has to work with. */
export type ServiceContext = {
  readonly settings: Settings;
  readonly log: Logger;
  readonly tracing: Tracing;
  readonly kafka: Kafka;
  readonly database: Pool;
  readonly redis: Redis;
  readonly web: FastifyInstance;
  /** Resolves when Kafka has the topics, or when the service stops. */
  readonly topicsReady: Promise<void>;
  /** Aborts when the service stops: background work ends then. */
  readonly signal: AbortSignal;
};

/** What a service adds to it. */
export type ServiceParts = {
  /** Work beside the requests; it ends when the signal aborts. */
  readonly background: readonly Promise<void>[];
  /** Dependencies of its own, for `/health`. */
  readonly checks: { readonly [name: string]: Check };
};

export type ServiceDescription = {
  readonly name: string;
  /** Release, for example `1.4.2`; each log record carries it. */
  readonly version: string;
  readonly port: number;
  readonly description: string;
  readonly migrations: URL;
  readonly build: (context: ServiceContext) => Promise<ServiceParts>;
};

const flushMs = 3_000;

/**
 * Runs a service until SIGTERM or SIGINT, or until the process that started it over IPC is gone: finishes the requests
 * under way, ends the background work, sends the log.
 */
export async function runService(description: ServiceDescription): Promise<void> {
  const { name, version } = description;
  const settings = readSettings(name, description.port, process.env);
  const kafka = createKafka(name, settings.brokers);
  const tracing = createTracing();
  const { logTopic: topic, logErrorTopic: errorTopic, logLevel: level } = settings;
  const logging = createLogging({ service: name, version, kafka, tracing, topic, errorTopic, level });
  const { log } = logging;
  const stopping = stopWhenAsked(log);
  const { signal } = stopping;
  try {
    const topicsReady = ensureTopics(kafka, [topic, errorTopic, settings.registrationTopic], signal);
    const database = await openDatabase({
      url: settings.databaseUrl,
      service: name,
      migrations: description.migrations,
      onLost: (error) => log.warn(`An idle database connection was lost: ${error.message}`),
    });
    const redis = await openRedis(settings.redisUrl, name, (failure) =>
      failure === undefined
        ? log.info('Redis is back')
        : log.error(failure, 'Redis is away: answers are not cached, nobody can log in'),
    );
    const web = await createWeb(description, log, tracing);
    addMetrics(web, name, logging.stats);
    const context = { settings, log, tracing, kafka, database, redis, web, topicsReady, signal };
    const { background, checks } = await description.build(context);
    addHealth(web, name, {
      needed: { postgres: () => database.query('SELECT 1') },
      useful: { redis: () => redis.ping(), kafka: () => tookLogs(logging.stats().connected), ...checks },
    });

    const address = await web.listen({ host: settings.host, port: settings.port });
    log.info(`${name} ${version} listens on ${address}`);
    process.send?.({ listening: address });
    await stopping.asked;

    await web.close();
    await Promise.all([...background, topicsReady]);
    await database.end();
    redis.disconnect();
    log.info(`${name} stopped`);
  } catch (error) {
    log.fatal(error, `${name} could not run`);
    process.exitCode = 1;
  }
  stopping.end();
  const unsent = await logging.close(flushMs);
  if (unsent > 0) process.stderr.write(`${unsent} log records could not be sent to Kafka\n`);
}

async function tookLogs(connected: boolean | undefined): Promise<void> {
  if (connected === false) throw new Error('Kafka does not take the log records; they are kept meanwhile');
}
