import { mkdtemp, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { type MonitorEnv, runMonitorProcess } from '../support/a-monitor-process.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

/** Stands in every secret that is planted below. */
const planted = 'hunter2';

const never = /(?!)/;

/** Runs the program to its end, or until it said what is waited for, and answers all that it printed. */
async function outputOf(args: readonly string[], env: MonitorEnv, until = never): Promise<string> {
  const monitor = runMonitorProcess(args, env);
  const output = () => `${monitor.stdout()}${monitor.stderr()}`;
  await waitFor('the end', () => monitor.process.exitCode !== null || until.test(output()), 40_000);
  await monitor.end();
  return output();
}

/** A port of this machine that takes connections and says nothing anybody understands. */
async function aStranger(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end('-ERR what?\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** What the run's own servers make of a wrong password, addresses that nobody answers, and addresses that are none. */
function wrongDatabases(): readonly string[] {
  const wrong = new URL(servers().databaseUrl);
  wrong.password = planted;
  return [
    wrong.href,
    `postgres://esm:${planted}@127.0.0.1:1/esm`,
    `postgres://esm:${planted}@127.0.0.1:port/esm`,
    `esm:${planted}@127.0.0.1/esm`,
    `postgres://esm:${planted}@127.0.0.1/esm?sslmode=prefer`,
  ];
}

test.for(wrongDatabases().map((url, index) => ({ url, index })))(
  'shows no password of a DATABASE_URL that can not be used ($index)',
  async ({ url }) => {
    const { stdout, stderr } = await runCommand(['query', 'services'], { env: { DATABASE_URL: url } });
    const output = `${stdout}${stderr}`;

    expect(output).toMatch(/Postgres|DATABASE_URL/);
    expect(output).not.toContain(planted);
  },
);

test('shows no password of any server in what doctor and watch say of them', async () => {
  const stranger = await aStranger();
  const folder = await mkdtemp(join(tmpdir(), 'own-secrets-'));
  const properties = join(folder, 'client.properties');
  await writeFile(
    properties,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.username=a\nsasl.password=${planted}\n`,
  );
  const env = {
    KAFKA_BROKERS: servers().brokers, // it wants no login, and says so
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_SASL_USERNAME: 'alice',
    KAFKA_SASL_PASSWORD: planted,
    DATABASE_URL: `postgres://esm:${planted}@127.0.0.1:${stranger}/esm`,
    REDIS_URL: `redis://:${planted}@127.0.0.1:${stranger}`,
    ESM_HTTP_TOKEN: `${planted}-token`,
  };

  const outputs = await Promise.all([
    outputOf(['doctor'], env),
    outputOf(['doctor', '--json', '-F', properties], env),
    outputOf(['watch', '--headless'], env, /Postgres at/),
    outputOf(['watch', '--brokers', `a:${planted}@kafka:9092`], env),
    outputOf(['watch', '--headless'], {
      ...env,
      REDIS_URL: `redis://:${planted}@127.0.0.1:port`,
      DATABASE_URL: servers().databaseUrl,
    }),
    outputOf(['watch', `postgres://esm:${planted}@db/esm`], env),
  ]);

  expect(outputs.map((output) => output.length > 0)).toEqual(outputs.map(() => true));
  expect(outputs.join('\n')).toContain(`127.0.0.1:${stranger}`);
  expect(outputs.join('\n')).not.toContain(planted);
});

test('shows no secret in the report of a crash', async () => {
  const crash = `setTimeout(()=>{throw(Object.assign(new(TypeError)(process.env.DATABASE_URL+process.env.ESM_HTTP_TOKEN),{input:process.env.ESM_HTTP_TOKEN}))},900)`;
  const env = {
    KAFKA_BROKERS: '127.0.0.1:1',
    DATABASE_URL: `postgres://esm:${planted}@127.0.0.1:1/esm`,
    ESM_HTTP_TOKEN: `${planted}-token`,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}`,
  };

  const output = await outputOf(['watch', '--headless'], env);

  expect(output).toContain('TypeError: postgres://[hidden]@127.0.0.1:1/esm[hidden]');
  expect(output).not.toContain(planted);
});
