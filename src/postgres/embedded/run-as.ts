import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MonitorError } from '../../errors.ts';

const run = promisify(execFile);

/** User and group the server runs as, where that is not the user of this process. */
export type RunAs = { readonly uid: number; readonly gid: number };

/** Where root keeps what another user must reach; root's home is closed to others. */
export const sharedFolder = '/var/lib/esm-monitor';

/**
 * The user for a server whose data is or will be in `clusterDir`: `undefined` for this process's own.
 *
 * PostgreSQL refuses to run as root, so root's server runs as the owner of its data; a new one as the user
 * `postgres`, else `nobody`.
 */
export async function chooseUser(clusterDir: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await userNamed('postgres')) ?? (await userNamed('nobody')) ?? noUser();
}

/**
 * The folder for the server's files: `dataDir/cluster`, or, where root's server could not reach that, a folder below
 * `/var/lib/esm-monitor` that belongs to `dataDir` alone.
 */
export async function placeCluster(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const inside = join(dataDir, 'cluster');
  const runAs = await chooseUser(inside);
  if (runAs === undefined) return inside;

  await chmod(dataDir, 0o711); // the other user walks through, but sees and reads nothing
  const reachable = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', dataDir], { ...runAs, cwd: '/' }).then(
    () => true,
    () => false,
  );
  if (reachable) return inside;

  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  return join(sharedFolder, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
}

async function userNamed(name: string): Promise<RunAs | undefined> {
  const id = async (flag: string) => Number.parseInt((await run('id', [flag, name])).stdout, 10);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return undefined;
  }
}

function noUser(): never {
  throw new MonitorError(
    'POSTGRES_UNREACHABLE',
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.',
    'Run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.',
  );
}
