import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, openCluster, serverCommand } from './cluster.ts';
import { freePort } from './free-port.ts';
import { anyLease, claimHolder, writeClaim } from './leases.ts';
import { type ServerPaths, serverPaths } from './paths.ts';
import { findPostmaster, removeStaleLock } from './postmaster.ts';

const pollMs = 250;
const idlePollsBeforeStop = 4;
const startsInARow = 8; // after kill -9 the server's last children may live on for a second
const maxLogBytes = 10 * 2 ** 20;

/**
 * Keeps the server of `dataDir` running while any lease is held, starts it again when it dies, and stops it about a
 * second after the last lease has gone.
 *
 * Two supervisors do no harm: both watch the same server, and the one that claimed the folder first goes.
 * @returns false when the server does not start; its log says why.
 */
export async function supervise(dataDir: string): Promise<boolean> {
  const cluster = await openCluster(dataDir);
  const paths = serverPaths(dataDir);
  await writeClaim(paths.supervisor);

  let idlePolls = 0;
  let failedStarts = 0;
  while (await isSupervisor(paths)) {
    await capLog(paths.log);
    idlePolls = (await anyLease(paths.leases)) ? 0 : idlePolls + 1;
    if (idlePolls >= idlePollsBeforeStop && (await stopUnlessWanted(cluster, paths))) return true;
    if (idlePolls === 0 && (await findPostmaster(cluster.dir)) === undefined) {
      failedStarts = (await start(cluster, paths)) ? 0 : failedStarts + 1;
      if (failedStarts >= startsInARow) return false;
    }
    await sleep(pollMs);
  }
  return true;
}

async function isSupervisor(paths: ServerPaths): Promise<boolean> {
  return (await claimHolder(paths.supervisor)) === process.pid;
}

/** Starts the server and waits until it takes connections. */
async function start(cluster: Cluster, paths: ServerPaths): Promise<boolean> {
  await removeStaleLock(cluster.dir);
  const lastPort = Number(await readFile(paths.port, 'utf8').catch(() => '0'));
  const port = await freePort(lastPort);
  await writeFile(paths.port, String(port), { mode: 0o600 });

  const child = await runServer(cluster, port, paths.log);
  while (child.exitCode === null && child.signalCode === null) {
    if ((await findPostmaster(cluster.dir))?.ready === true) return true;
    await sleep(20);
  }
  // It also ends when another supervisor's server has the folder: that one serves as well.
  return (await findPostmaster(cluster.dir)) !== undefined;
}

async function runServer(cluster: Cluster, port: number, logPath: string): Promise<ChildProcess> {
  const { command, args, ...runAs } = serverCommand(cluster, port);
  const log = await open(logPath, 'a', 0o600);
  const child = spawn(command, args, {
    ...runAs,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.once('error', (error) => void log.write(`${String(error)}\n`).catch(() => {}));
  await new Promise((resolve) => child.once('spawn', resolve).once('error', resolve));
  await log.close();
  return child;
}

/**
 * Stops the server, unless somebody took a lease meanwhile.
 *
 * The claim on `stopping` comes before the last look at the leases, and users look at it after they have taken one:
 * so at least one side sees the other, and nobody gets a server that is about to end.
 */
async function stopUnlessWanted(cluster: Cluster, paths: ServerPaths): Promise<boolean> {
  await writeClaim(paths.stopping);
  try {
    if (await anyLease(paths.leases)) return false;
    await stopServer(cluster);
    await rm(paths.supervisor, { force: true });
    return true;
  } finally {
    await rm(paths.stopping, { force: true });
  }
}

async function stopServer(cluster: Cluster): Promise<void> {
  const server = await findPostmaster(cluster.dir);
  if (server === undefined) return;
  process.kill(server.pid, 'SIGINT'); // PostgreSQL's fast shutdown: ends sessions, writes a checkpoint
  while (await findPostmaster(cluster.dir)) await sleep(20);
}

/** All who write to the log append to it: what they write next stands at its new beginning. */
async function capLog(path: string): Promise<void> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > maxLogBytes) await truncate(path).catch(() => {}); // the next round tries again
}
