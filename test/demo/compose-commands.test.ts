import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startMailServer } from '../../demo-stack/processes/mail-server.ts';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import { aDatabase } from '../support/a-database.ts';
import { aRedis } from '../support/a-redis.ts';
import { aTopic } from '../support/a-topic.ts';
import { readCompose } from '../support/compose-file.ts';
import { servers } from '../support/servers.ts';
import { someRoles } from '../support/some-roles.ts';
import { waitFor } from '../support/wait-for.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { services } = readCompose();

test.each(['user-management', 'task-processing', 'notification', 'monitor'])(
  "runs %s with its container's command and variables on a read-only file system, finds it healthy and stops it",
  async (name) => {
    const mail = await startMailServer();
    onTestFinished(mail.close);
    const topic = await aTopic();
    const env: Record<string, string> = {
      ...services[name]?.environment,
      // As the container's file system is: /tmp can be written, nothing else.
      NODE_OPTIONS: '--permission --allow-fs-read=* --allow-fs-write=/tmp --allow-addons',
      PORT: String(await freePort()),
      ESM_HTTP: `127.0.0.1:${await freePort()}`,
      KAFKA_BROKERS: servers().brokers,
      DATABASE_URL: await aDatabase(),
      REDIS_URL: await aRedis(),
      SMTP_URL: mail.url,
      // Not in the file: topics of this test's own.
      ESM_TOPICS: topic,
      LOG_TOPIC: topic,
      LOG_ERROR_TOPIC: topic,
      REGISTRATION_TOPIC: topic,
    };
    const entrypoint = name === 'monitor' ? ['node', 'bin/esm-monitor.js'] : [];
    if (name === 'monitor') {
      const { owner, app } = await someRoles(env.DATABASE_URL);
      const migrating = run([...entrypoint, ...(services.migrate?.command ?? [])], {
        ...env,
        DATABASE_URL: owner,
      });
      expect(await exitCode(migrating)).toBe(0);
      env.DATABASE_URL = app;
    }

    const running = run([...entrypoint, ...(services[name]?.command ?? [])], env);
    onTestFinished(() => void running.kill('SIGKILL'));
    const healthcheck = services[name]?.healthcheck?.test.slice(1) ?? [];
    await waitFor('health', async () => (await exitCode(run(healthcheck, env))) === 0, 25_000);
    running.kill('SIGTERM');

    expect(await exitCode(running)).toBe(0);
  },
);

function run([program, ...args]: readonly string[], env: { readonly [name: string]: string }): ChildProcess {
  const command = program === 'node' ? process.execPath : String(program);
  return spawn(command, args, { cwd: root, env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' });
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
