import kafkajs, { type Kafka } from 'kafkajs';
import { Client } from 'pg';
import type { MailMode, MailServer } from '../processes/mail-server.ts';
import type { Services } from '../processes/start-services.ts';

/** Something that really breaks, and is put right again. */
export type Fault = { begin(): Promise<void>; end(): Promise<void> };

/** What the faults work on. */
export type World = {
  readonly services: Services;
  readonly mail: MailServer;
  readonly kafka: Kafka;
  /** User Management's own database. */
  readonly userDatabaseUrl: string;
  readonly registrationTopic: string;
};

/** User Management is replaced by a release whose migration was forgotten, and rolled back. */
export function badRelease({ services }: World): Fault {
  const service = services['user-management'];
  const replaceBy = async (program: string) => {
    await service.stop();
    await service.start(new URL(`../services/user-management/${program}`, import.meta.url));
  };
  return { begin: () => replaceBy('bad-release.ts'), end: () => replaceBy('main.ts') };
}

/** Somebody's transaction locks the table of users and stays open: queries hang and the pool runs dry. */
export function lockedTable({ userDatabaseUrl }: World): Fault {
  const client = new Client({
    connectionString: userDatabaseUrl,
    application_name: 'demo-forgotten-session',
  });
  client.on('error', () => {}); // PostgreSQL may end before it
  return {
    async begin() {
      await client.connect();
      await client.query('BEGIN');
      await client.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    },
    end: () => client.end(),
  };
}

/** User Management's database is shut: all connections are ended and new ones refused. Others on the server go on. */
export function closedDatabase({ userDatabaseUrl }: World): Fault {
  const name = decodeURIComponent(new URL(userDatabaseUrl).pathname.slice(1));
  return {
    begin: () =>
      withMaintenance(userDatabaseUrl, async (client) => {
        await client.query(`ALTER DATABASE ${client.escapeIdentifier(name)} ALLOW_CONNECTIONS false`);
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          name,
        ]);
      }),
    end: () =>
      withMaintenance(userDatabaseUrl, async (client) => {
        await client.query(`ALTER DATABASE ${client.escapeIdentifier(name)} ALLOW_CONNECTIONS true`);
      }),
  };
}

/** User Management's process is stopped: it keeps its port and answers nothing, so those who call it time out. */
export function frozenService({ services }: World): Fault {
  const service = services['user-management'];
  return {
    begin: async () => service.signal('SIGSTOP'),
    end: async () => service.signal('SIGCONT'),
  };
}

/** The mail server turns everybody away, or says nothing. */
export function mailTrouble({ mail }: World, mode: MailMode): Fault {
  return { begin: async () => mail.behave(mode), end: async () => mail.behave('accept') };
}

/** Events that no consumer can read are published among the registrations; while Kafka is away there are none. */
export function poisonEvents({
  kafka,
  registrationTopic,
}: Pick<World, 'kafka' | 'registrationTopic'>): Fault {
  const values = ['{"userId": 7, "email"', 'null', '{"eventId":"e-1","userId":"not-a-uuid"}'];
  return {
    async begin() {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      try {
        await producer.connect();
        await producer.send({ topic: registrationTopic, messages: values.map((value) => ({ value })) });
      } catch (error) {
        // Whoever stops Kafka wants to see what the monitor does, not the end of the demo.
        if (!(error instanceof kafkajs.KafkaJSError)) throw error;
      } finally {
        await producer.disconnect();
      }
    },
    end: async () => {},
  };
}

async function withMaintenance(url: string, task: (client: Client) => Promise<void>): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await task(client);
  } finally {
    await client.end();
  }
}
