import { join } from 'node:path';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import { createServiceProcess, type ServiceProcess } from './service-process.ts';

const serviceNames = ['user-management', 'notification', 'task-processing'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A service's own database and its own Redis database. */
export type Stores = { readonly databaseUrl: string; readonly redisUrl: string };

export type ServicesOptions = {
  readonly brokers: string;
  readonly smtpUrl: string;
  readonly stores: { readonly [name in ServiceName]: Stores };
  /** Port of each service on 127.0.0.1; 0 takes a free one. */
  readonly ports: { readonly [name in ServiceName]: number };
  /** Added to every service's environment. */
  readonly env?: { readonly [name: string]: string };
  /** Folder for what the services print. */
  readonly logDir: string;
  readonly adopt: (pid: number) => Promise<void>;
};

export type Services = { readonly [name in ServiceName]: ServiceProcess } & {
  /** Ends all three, side by side. */
  stop(): Promise<void>;
};

/**
 * Starts the three services, each in a process of its own, and waits until they listen.
 *
 * @throws MonitorError when one does not start; the others are ended then.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const started: ServiceProcess[] = [];
  const ports = await choosePorts(options.ports);
  const stop = async () => void (await Promise.all(started.map((service) => service.stop())));
  const start = async (name: ServiceName) => {
    const service = createServiceProcess({
      name,
      program: new URL(`../services/${name}/main.ts`, import.meta.url),
      port: ports[name],
      logFile: join(options.logDir, `${name}.log`),
      adopt: options.adopt,
      env: {
        KAFKA_BROKERS: options.brokers,
        DATABASE_URL: options.stores[name].databaseUrl,
        REDIS_URL: options.stores[name].redisUrl,
        SMTP_URL: options.smtpUrl,
        USER_MANAGEMENT_URL: `http://127.0.0.1:${ports['user-management']}`,
        NOTIFICATION_URL: `http://127.0.0.1:${ports.notification}`,
        ...options.env,
      },
    });
    started.push(service);
    await service.start();
    return service;
  };

  const starting = await Promise.allSettled([
    start('user-management'),
    start('notification'),
    start('task-processing'),
  ]);
  const [userManagement, notification, taskProcessing] = starting;
  if (
    userManagement.status === 'rejected' ||
    notification.status === 'rejected' ||
    taskProcessing.status === 'rejected'
  ) {
    await stop();
    throw starting.find((each) => each.status === 'rejected')?.reason;
  }
  return {
    'user-management': userManagement.value,
    notification: notification.value,
    'task-processing': taskProcessing.value,
    stop,
  };
}

/** Stores of the three services on one PostgreSQL and one Redis: a database each, and the Redis databases 1 to 3. */
export function storesOn(databaseUrl: string, redisUrl: string): { readonly [name in ServiceName]: Stores } {
  const on = (database: string, redisDatabase: number): Stores => ({
    databaseUrl: withPath(databaseUrl, database),
    redisUrl: withPath(redisUrl, String(redisDatabase)),
  });
  return {
    'user-management': on('user_management', 1),
    'task-processing': on('task_processing', 2),
    notification: on('notification', 3),
  };
}

function withPath(url: string, path: string): string {
  const changed = new URL(url);
  changed.pathname = `/${path}`;
  return changed.href;
}

/** Chosen before anything starts, so that the services know each other's addresses. */
async function choosePorts(wanted: ServicesOptions['ports']): Promise<ServicesOptions['ports']> {
  return {
    'user-management': wanted['user-management'] || (await freePort()),
    notification: wanted.notification || (await freePort()),
    'task-processing': wanted['task-processing'] || (await freePort()),
  };
}
