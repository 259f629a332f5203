import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processIdentity } from './process-identity.ts';

/** A file that says: the process `pid` lives and uses this. It counts for nothing once that process is gone. */
type Claim = { readonly pid: number; readonly identity: string };

/**
 * Writes a lease of this process into `folder`: as long as it is there and the process lives, the server stays.
 *
 * @returns The lease's path; removing the file ends the lease.
 */
export async function takeLease(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`);
  await writeClaim(path);
  return path;
}

/** Whether any lease in `folder` is held by a living process. Leases of dead ones are removed on the way. */
export async function anyLease(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const held = await Promise.all(
    names
      .filter((name) => !name.endsWith('.new'))
      .map(async (name) => {
        const path = join(folder, name);
        const alive = (await claimHolder(path)) !== undefined;
        if (!alive) await rm(path, { force: true });
        return alive;
      }),
  );
  return held.includes(true);
}

/** Writes this process's claim to `path`, over whoever claimed it before. Readers see the old or the new one, whole. */
export async function writeClaim(path: string): Promise<void> {
  const claim: Claim = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? '' };
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(claim), { mode: 0o600 });
  await rename(draft, path);
}

/** The pid of the living process that claims `path`, or `undefined`. */
export async function claimHolder(path: string): Promise<number | undefined> {
  const claim = parseClaim(await readFile(path, 'utf8').catch(() => ''));
  if (claim === undefined) return undefined;
  return (await isAlive(claim.pid, claim.identity)) ? claim.pid : undefined;
}

function parseClaim(text: string): Claim | undefined {
  try {
    const claim: Partial<Claim> | null = JSON.parse(text);
    return typeof claim?.pid === 'number' && typeof claim.identity === 'string'
      ? { pid: claim.pid, identity: claim.identity }
      : undefined;
  } catch {
    return undefined;
  }
}
