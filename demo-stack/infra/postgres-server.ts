import { join } from 'node:path';
import { Client } from 'pg';
import { clusterUrl, openCluster, serverCommand } from '../../src/postgres/embedded/cluster.ts';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import { removeStaleLock } from '../../src/postgres/embedded/postmaster.ts';
import type { ServerPlan } from './server-plan.ts';

/**
 * The monitor's built-in PostgreSQL, with its data below `folder`, on a free port of 127.0.0.1.
 *
 * Run here without its supervisor, so that fault tests can stop it and keep it stopped.
 * @throws MonitorError when there is no PostgreSQL for this platform.
 */
export async function planPostgres(folder: string): Promise<ServerPlan> {
  const cluster = await openCluster(folder);
  const port = await freePort();
  await removeStaleLock(cluster.dir);
  const { command, args, ...runAs } = serverCommand(cluster, port);
  const address = clusterUrl(cluster, port);
  return {
    name: 'postgres',
    address,
    spec: {
      command,
      args,
      ...runAs,
      cwd: '/',
      env: { PATH: process.env.PATH ?? '', LC_MESSAGES: 'C' },
      logFile: join(folder, 'postgres.log'),
      endSignal: 'SIGINT', // fast shutdown
      discardSignal: 'SIGQUIT', // immediate shutdown: takes its children along, which SIGKILL would leave for a moment
    },
    ready: () => takesConnections(address),
  };
}

async function takesConnections(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // it may end between two tries
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
