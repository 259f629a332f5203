/**
 * A part of `npm run check:supply`: installs the package as a user does, without running any package's scripts, and
 * lets it work on given servers and on its own PostgreSQL.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'esm-monitor-install-'));
const servers = await startServers({ env: {} });
try {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  });
  const [{ filename }]: readonly [{ readonly filename: string }] = JSON.parse(stdout);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`], {
    cwd: folder,
  });
  const admin = createKafka({ brokers: servers.brokers.split(','), clientId: 'supply' }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'application-logs' }], waitForLeaders: true });
  await admin.disconnect();

  const { brokers, databaseUrl, redisUrl } = servers;
  const given = { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  await monitor(['doctor'], given);
  await monitor(['query', 'services'], { ESM_DATA_DIR: join(folder, 'data') });
  process.stdout.write('Installed without scripts, it works on given servers and on its own PostgreSQL.\n');
} finally {
  await servers.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }); // its PostgreSQL ends a second later
}

async function monitor(args: readonly string[], env: { readonly [name: string]: string }): Promise<void> {
  const program = join(folder, 'node_modules/esm-monitor/bin/esm-monitor.js');
  const { stdout } = await run(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  process.stdout.write(`$ esm-monitor ${args.join(' ')}\n${stdout}`);
}
