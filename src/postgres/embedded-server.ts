import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { MonitorError } from '../errors.ts';
import { type Cluster, clusterUrl, openCluster } from './embedded/cluster.ts';
import { claimHolder, takeLease } from './embedded/leases.ts';
import { type ServerPaths, serverPaths } from './embedded/paths.ts';
import { findPostmaster } from './embedded/postmaster.ts';

const pollMs = 25;
const watchMs = 1_000;
const startTimeoutMs = 120_000; // a crash recovery of a large store takes a while

/** A use of the embedded server. It stays up until every use is released or its process has ended, however it ended. */
export type EmbeddedServer = {
  /** Address with the password in it. It stays the same when the server has to be started again. */
  readonly url: string;
  /** Ends this use. The server ends about a second after the last one. */
  release(): Promise<void>;
};

/**
 * Opens the built-in PostgreSQL of a data folder: finds the running server, or starts it, and the first time makes its
 * data (about a second). Any number of processes may use one folder at once.
 *
 * It listens on 127.0.0.1 only, with a random password that only the folder's owner can read.
 * @param options.dataDir - The folder for the server's data, log and bookkeeping; made when missing.
 * @throws MonitorError POSTGRES_UNREACHABLE when npm brought no PostgreSQL for this platform, POSTGRES_FAILED when it
 * does not start. The signal's reason when `signal` aborts.
 */
export async function openEmbeddedServer(options: {
  readonly dataDir: string;
  readonly signal?: AbortSignal;
}): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  const paths = serverPaths(dataDir);
  const cluster = await openCluster(dataDir);
  const lease = await takeLease(paths.leases);
  const watching = new AbortController();
  const supervision = createSupervision(dataDir, paths);

  const release = async () => {
    watching.abort();
    await rm(lease, { force: true });
  };
  try {
    const url = await waitUntilReady(cluster, paths, supervision, options.signal);
    void supervision.keepUp(watching.signal);
    return { url, release };
  } catch (error) {
    await release();
    throw error;
  }
}

type Supervision = {
  /** Starts a supervisor if none lives. Rejects when ours gave up. */
  ensure(): Promise<void>;
  /** Does so again and again, so that one that was killed or gave up is replaced; never keeps this process alive. */
  keepUp(signal: AbortSignal): Promise<void>;
};

function createSupervision(dataDir: string, paths: ServerPaths): Supervision {
  let child: ChildProcess | undefined;

  const ensure = async () => {
    if (child?.exitCode === 1) throw await startFailure(paths);
    const ourOwnRuns = child !== undefined && child.exitCode === null && child.signalCode === null;
    if (ourOwnRuns || (await claimHolder(paths.supervisor)) !== undefined) return;
    child = await spawnSupervisor(dataDir, paths);
  };

  const keepUp = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await ensure().catch(() => {
        // The user of the server sees that it is gone and says so. A full disk has room again one day: try on.
        child = undefined;
      });
      await sleep(watchMs, undefined, { signal, ref: false }).catch(() => {}); // only an abort rejects
    }
  };

  return { ensure, keepUp };
}

async function waitUntilReady(
  cluster: Cluster,
  paths: ServerPaths,
  supervision: Supervision,
  signal: AbortSignal | undefined,
): Promise<string> {
  const deadline = performance.now() + startTimeoutMs; // the machine's clock may be set meanwhile
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const stopping = (await claimHolder(paths.stopping)) !== undefined;
    if (!stopping) {
      await supervision.ensure();
      const server = await findPostmaster(cluster.dir);
      const url = clusterUrl(cluster, server?.port ?? 0);
      if (server?.ready === true && (await answers(url))) return url;
    }
    await sleep(pollMs);
  }
  throw await startFailure(paths);
}

async function spawnSupervisor(dataDir: string, paths: ServerPaths): Promise<ChildProcess> {
  const program = fileURLToPath(
    new URL(`./embedded/supervisor${extname(import.meta.filename)}`, import.meta.url),
  );
  const log = await open(paths.log, 'a', 0o600);
  // No environment beyond the path: it lives longer than we do, and ours may hold secrets.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, dataDir], {
    cwd: '/',
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await new Promise((done) => child.once('spawn', done).once('error', done));
  await log.close();
  child.unref();
  return child;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // the server may end between two tries
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function startFailure(paths: ServerPaths): Promise<MonitorError> {
  const log = await readFile(paths.log, 'utf8').catch(() => '');
  const reason = log.split('\n').findLast((line) => /FATAL|PANIC|Error/.test(line));
  return new MonitorError(
    'POSTGRES_FAILED',
    `The built-in PostgreSQL does not start${reason === undefined ? '.' : `: ${reason.trim()}`}`,
    `Its log is ${paths.log}. Or set DATABASE_URL to a PostgreSQL of yours.`,
  );
}
