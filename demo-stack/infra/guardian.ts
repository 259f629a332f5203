// The program of the process that holds the servers. It lives in a session of its own, so a Ctrl-C in the terminal does
// not reach the servers, and it ends them when its parent ends: however that happens, the channel between them closes.
import { type ChildProcess, spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/errors.ts';
import { isAlive, processIdentity } from '../../src/postgres/embedded/process-identity.ts';
import type { Answer, Ended, GuardianOrders, ProcessSpec, Request } from './guardian-messages.ts';

const killAfterMs = 10_000;
const children = new Map<string, { readonly process: ChildProcess; readonly spec: ProcessSpec }>();
const adopted = new Map<number, string>();
const orders: GuardianOrders = JSON.parse(process.argv[2] ?? '{"removeAtEnd":[]}');
const closing = new AbortController();

for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('message', (request: Request) => void carryOut(request));
process.on('disconnect', () => void endEverything());

async function carryOut(request: Request): Promise<void> {
  try {
    send({ id: request.id, pid: await pidAfter(request) });
  } catch (error) {
    send({ id: request.id, error: messageOf(error) });
  }
}

async function pidAfter(request: Request): Promise<number> {
  if (request.ask === 'start') return start(request.name, request.spec);
  if (request.ask === 'signal') children.get(request.name)?.process.kill(request.signal);
  else if (request.ask === 'adopt') await adopt(request.pid);
  else await end(request.name, 'endSignal');
  return 0;
}

async function start(name: string, spec: ProcessSpec): Promise<number> {
  const { command, args, logFile, cwd, env, uid, gid } = spec;
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  const log = await open(logFile, 'a');
  if (closing.signal.aborted) return 0;
  const child = spawn(command, args, { cwd, env, ...user, stdio: ['ignore', log.fd, log.fd] });
  children.set(name, { process: child, spec });
  child.once('exit', (code, signal) => {
    if (children.get(name)?.process === child) children.delete(name);
    send({ ended: name, how: signal ?? `exit code ${code}` });
  });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  await log.close();
  return child.pid ?? 0;
}

async function adopt(pid: number): Promise<void> {
  const identity = await processIdentity(pid);
  if (identity !== undefined) adopted.set(pid, identity);
}

async function endAdopted(pid: number, identity: string): Promise<void> {
  const deadline = Date.now() + killAfterMs;
  if (await isAlive(pid, identity)) process.kill(pid, 'SIGTERM');
  while (await isAlive(pid, identity)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await sleep(25);
  }
}

async function end(name: string, by: 'endSignal' | 'discardSignal'): Promise<void> {
  const held = children.get(name);
  if (held === undefined) return;
  const gone = new Promise((resolve) => held.process.once('exit', resolve));
  // A stopped process takes no signal but SIGKILL until it is continued.
  held.process.kill(held.spec[by]);
  held.process.kill('SIGCONT');
  const force = setTimeout(() => held.process.kill('SIGKILL'), killAfterMs);
  await gone;
  clearTimeout(force);
}

async function endEverything(): Promise<void> {
  closing.abort();
  await Promise.all([...adopted].map(([pid, identity]) => endAdopted(pid, identity).catch(() => {}))); // it may end meanwhile
  const by = orders.removeAtEnd.length > 0 ? 'discardSignal' : 'endSignal';
  await Promise.all([...children.keys()].map((name) => end(name, by)));
  for (const path of orders.removeAtEnd) await rm(path, { recursive: true, force: true, maxRetries: 10 });
}

function send(message: Answer | Ended): void {
  if (process.connected) process.send?.(message, () => {}); // the parent may be gone: then nobody waits for it
}
