import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { MonitorError } from '../../errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { processIdentity } from './process-identity.ts';
import { chooseUser, placeCluster, type RunAs } from './run-as.ts';

const run = promisify(execFile);
const user = 'esm_monitor';

/** A PostgreSQL data folder with all that is needed to run a server on it. */
export type Cluster = {
  readonly dir: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs | undefined;
};

/** A command that runs the server in the foreground. */
export type ServerCommand = { readonly command: string; readonly args: readonly string[] } & Partial<RunAs>;

/**
 * Opens the cluster that belongs to `dataDir`; the first time it is made (about a second).
 *
 * Safe to call from several processes at once: each makes its own, and the one that is first to move it into place
 * wins.
 * @throws MonitorError POSTGRES_UNREACHABLE without binaries, POSTGRES_FAILED when it can't be made or is of another
 * major version.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const dir = await placeCluster(dataDir);
  const runAs = await chooseUser(dir);
  const binaries = await findBinaries(runAs);

  const password = (await readPassword(dir)) ?? (await createCluster(dir, binaries, runAs));
  await refuseOtherMajor(dir, binaries);
  return { dir, password, binaries, runAs };
}

/** Address of the cluster's server on `port`, password included. */
export function clusterUrl(cluster: Cluster, port: number): string {
  return `postgres://${user}:${cluster.password}@127.0.0.1:${port}/postgres`;
}

/** How to run the cluster's server: TCP on 127.0.0.1 only, no Unix socket, durable by PostgreSQL's defaults. */
export function serverCommand(cluster: Cluster, port: number): ServerCommand {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 80,
    shared_buffers: '128MB',
    max_wal_size: '2GB', // a storm of errors must not cause checkpoint after checkpoint
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return { command: cluster.binaries.postgres, args: ['-D', cluster.dir, ...args], ...cluster.runAs };
}

async function createCluster(dir: string, binaries: Binaries, runAs: RunAs | undefined): Promise<string> {
  await removeLeftovers(dir);
  const password = randomBytes(24).toString('base64url');
  const draft = `${dir}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (runAs !== undefined) await makeOwnedFolder(draft, passwordFile, runAs);
    await run(binaries.initdb, initdbArguments(draft, passwordFile), { ...runAs, cwd: '/' });
    await rename(passwordFile, join(draft, 'password'));
    return await moveIntoPlace(draft, dir, password);
  } catch (error) {
    throw new MonitorError(
      'POSTGRES_FAILED',
      `The built-in PostgreSQL could not make its data folder ${dir}.`,
      'See the cause below; check that the disk has room, or set DATABASE_URL to a PostgreSQL of yours.',
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function makeOwnedFolder(draft: string, passwordFile: string, runAs: RunAs): Promise<void> {
  await mkdir(draft, { mode: 0o700 });
  for (const path of [draft, passwordFile]) await chown(path, runAs.uid, runAs.gid);
}

function initdbArguments(dir: string, passwordFile: string): readonly string[] {
  // The built-in locale sorts and folds the same on every machine, whatever its C library (PostgreSQL 17 and later).
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  return [
    `--pgdata=${dir}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    ...locale,
  ];
}

/** A folder is renamed onto an existing one only if that is empty, so of two processes just one gets here first. */
async function moveIntoPlace(draft: string, dir: string, password: string): Promise<string> {
  try {
    await rename(draft, dir);
    return password;
  } catch (error) {
    const winner = await readPassword(dir);
    if (winner === undefined) throw error;
    return winner;
  }
}

/** What a process left that was killed while it made the cluster. */
async function removeLeftovers(dir: string): Promise<void> {
  const prefix = `${basename(dir)}.new-`;
  const names = await readdir(dirname(dir)).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if ((await processIdentity(pid)) !== undefined) continue;
    await rm(join(dirname(dir), name), { recursive: true, force: true });
  }
}

async function readPassword(dir: string): Promise<string | undefined> {
  try {
    return await readFile(join(dir, 'password'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new MonitorError(
      'POSTGRES_FAILED',
      `The data folder of the built-in PostgreSQL can't be read: ${dir}.`,
      'Run as the user who owns it, or choose another data folder.',
      { cause: error },
    );
  }
}

async function refuseOtherMajor(dir: string, binaries: Binaries): Promise<void> {
  const major = (await readFile(join(dir, 'PG_VERSION'), 'utf8')).trim();
  if (binaries.version.startsWith(`${major}.`)) return;
  throw new MonitorError(
    'POSTGRES_FAILED',
    `The data in ${dir} was written by PostgreSQL ${major}; this is ${binaries.version}.`,
    'Move it over with pg_upgrade or pg_dump, or move that folder away to start with an empty store.',
  );
}
