import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type MailServer, startMailServer } from '../../demo-stack/processes/mail-server.ts';
import { type Services, startServices } from '../../demo-stack/processes/start-services.ts';
import { aDatabase } from './a-database.ts';
import { aRedis } from './a-redis.ts';
import { aTopic } from './a-topic.ts';
import { servers } from './servers.ts';

/** The three services as processes, with databases and topics of their own. */
export type AWorld = {
  readonly services: Services;
  readonly mail: MailServer;
  /** URL of each service's database. */
  readonly databases: { readonly [name in 'user-management' | 'task-processing' | 'notification']: string };
  readonly logTopics: readonly [all: string, errors: string];
  readonly registrationTopic: string;
};

/** @param cleanUp - Who ends it: the test by default; `afterAll` for a world that tests share. */
export async function aWorld(
  options: { readonly brokers?: string; readonly env?: { readonly [name: string]: string } } = {},
  cleanUp: (task: () => Promise<void>) => void = onTestFinished,
): Promise<AWorld> {
  const { brokers = servers().brokers } = options;
  const own = options.brokers === undefined;
  const logTopics = own ? ([await aTopic(2), await aTopic(2)] as const) : (['logs', 'errors'] as const);
  const registrationTopic = own ? await aTopic(2) : 'registrations';
  const stores = {
    'user-management': { databaseUrl: missing(await aDatabase()), redisUrl: await aRedis() },
    'task-processing': { databaseUrl: await aDatabase(), redisUrl: await aRedis() },
    notification: { databaseUrl: await aDatabase(), redisUrl: await aRedis() },
  };
  const logDir = await mkdtemp(join(tmpdir(), 'esm-monitor-services-'));
  const mail = await startMailServer();
  cleanUp(async () => {
    await mail.close();
    await rm(logDir, { recursive: true, force: true });
  });
  const services = await startServices({
    brokers,
    stores,
    smtpUrl: mail.url,
    ports: { 'user-management': 0, 'task-processing': 0, notification: 0 },
    logDir,
    adopt: async () => {}, // they hear of the end of this process by themselves
    env: {
      LOG_TOPIC: logTopics[0],
      LOG_ERROR_TOPIC: logTopics[1],
      REGISTRATION_TOPIC: registrationTopic,
      RATE_LIMIT_PER_MINUTE: '1000',
      ...options.env,
    },
  });
  cleanUp(services.stop);
  const databases = {
    'user-management': stores['user-management'].databaseUrl,
    'task-processing': stores['task-processing'].databaseUrl,
    notification: stores.notification.databaseUrl,
  };
  return { services, mail, databases, logTopics, registrationTopic };
}

/** The address of a database beside it that nobody has made yet. */
function missing(databaseUrl: string): string {
  return `${databaseUrl}_users`;
}
