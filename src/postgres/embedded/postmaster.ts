import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from './process-identity.ts';

/** The server process that runs on a cluster now. `port` is 0 until it has one. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean };

/**
 * The server that runs on the cluster in `dir`, by its own lock file (postmaster.pid: pid, folder, start, port, …,
 * state in line 8).
 *
 * @returns `undefined` when none runs, also when a crash left the file behind and another program has that pid now.
 */
export async function findPostmaster(dir: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(lockFile(dir), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await runsOn(pid, dir))) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Removes a lock file that a crash left behind while its pid is taken: by another program, or by the dead server itself
 * as a zombie that nobody reaps. PostgreSQL would take both for a running server and refuse to start.
 *
 * No second server can come of it: PostgreSQL also looks for processes that still use the folder's shared memory.
 */
export async function removeStaleLock(dir: string): Promise<void> {
  const [line] = (await readFile(lockFile(dir), 'utf8').catch(() => '')).split('\n');
  const pid = Number(line);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!(await runsOn(pid, dir))) await rm(lockFile(dir), { force: true });
}

async function runsOn(pid: number, dir: string): Promise<boolean> {
  const command = await commandLine(pid);
  return command !== undefined && isServerOn(command, dir);
}

function isServerOn(command: string, dir: string): boolean {
  return command.includes(`postgres -D ${dir} `);
}

function lockFile(dir: string): string {
  return join(dir, 'postmaster.pid');
}
