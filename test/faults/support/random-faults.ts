import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { Servers } from '../../../demo-stack/infra/start-servers.ts';
import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import type { FaultWorld } from './fault-world.ts';

/** What a soak does to the servers and the members; each ends what it began. */
export type RandomFault = { readonly name: string; readonly run: () => Promise<void> };

/**
 * The faults F1 to F7, in small.
 *
 * @param others - Members that may be hurt, replaced in place. @param awayMs - How long a server stays away.
 */
export function randomFaults(
  world: FaultWorld,
  { controls }: Servers,
  others: MonitorProcess[],
  awayMs: number,
): readonly RandomFault[] {
  const pick = (): number => Math.floor(Math.random() * others.length);
  const restart = async (signal: NodeJS.Signals): Promise<void> => {
    const index = pick();
    await others[index]?.end(signal);
    others[index] = world.member();
  };
  return [
    { name: 'kill -9 of a member', run: () => restart('SIGKILL') },
    { name: 'restart of a member', run: () => restart('SIGTERM') },
    {
      name: 'a member stopped',
      run: async () => {
        const member = others[pick()];
        member?.process.kill('SIGSTOP');
        await sleep(awayMs);
        member?.process.kill('SIGCONT');
      },
    },
    { name: 'broker restarted', run: () => away(controls.kafka?.stop, controls.kafka?.start, awayMs) },
    { name: 'broker killed', run: () => away(controls.kafka?.kill, controls.kafka?.start, awayMs) },
    {
      name: 'Postgres stopped at once',
      run: () => away(() => controls.postgres?.signal('SIGQUIT'), controls.postgres?.start, awayMs),
    },
    { name: 'connections terminated', run: () => terminateConnections(world.databaseUrl) },
    { name: 'Redis killed', run: () => away(controls.redis?.kill, controls.redis?.start, awayMs) },
    { name: 'Redis stopped', run: () => away(controls.redis?.pause, controls.redis?.resume, awayMs) },
    { name: 'Redis flushed', run: () => flush(world.redisUrl) },
  ];
}

type Step = (() => Promise<void> | undefined) | undefined;

async function away(begin: Step, end: Step, awayMs: number): Promise<void> {
  await begin?.();
  await sleep(awayMs);
  await end?.();
}

async function terminateConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'esm-monitor' AND datname = current_database()`,
  );
  await client.end();
}

async function flush(redisUrl: string): Promise<void> {
  const client = new Redis(redisUrl);
  await client.flushall();
  client.disconnect();
}
