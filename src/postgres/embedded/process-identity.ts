import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A text that is the same for as long as the process lives and differs for a later process with the same pid.
 *
 * @returns `undefined` when no such process lives; a zombie does not.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

/** Whether `identity`, as `processIdentity` once gave it, still names a living process. */
export async function isAlive(pid: number, identity: string): Promise<boolean> {
  return (await processIdentity(pid)) === identity;
}

/** The command line of a process, arguments separated by blanks, or `undefined` when none lives or it may not be read. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text === '' ? undefined : text.replaceAll('\0', ' ').trim();
  }
  return ps(pid, 'args=');
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;

  // The second field, the name in brackets, may hold blanks and brackets itself (proc(5)): count behind its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startedAtTicks = fields[19];
  if (startedAtTicks === undefined || state === 'Z' || state === 'X') return undefined;

  // Ticks count from the boot, so the same pid and ticks could come again after a reboot.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()} ${startedAtTicks}`;
}

async function psIdentity(pid: number): Promise<string | undefined> {
  const line = await ps(pid, 'stat=,lstart=');
  if (line === undefined || line.startsWith('Z')) return undefined;
  return line.replace(/^\S+\s+/, '');
}

async function ps(pid: number, columns: string): Promise<string | undefined> {
  const output = await run('ps', ['-ww', '-o', columns, '-p', String(pid)]).catch(() => undefined);
  const line = output?.stdout.trim();
  return line === '' ? undefined : line;
}
