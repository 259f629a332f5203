import { connect } from 'node:net';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { askBrokerVersion } from '../../src/kafka/broker-version.ts';
import type { Addresses } from './measure-monitor.ts';
import type { BenchRun } from './results.ts';

/** What is to be said of a run that begins now; asks the servers for their versions. */
export async function thisRun(
  names: readonly string[],
  scale: number,
  servers: Addresses,
): Promise<BenchRun> {
  return {
    at: new Date().toISOString(),
    command: ['npm run bench', ...(names.length > 0 ? ['--', ...names] : [])].join(' '),
    scale,
    machine: {
      cores: cpus().length,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()}`,
      load: loadavg()[0] ?? Number.NaN,
    },
    versions: {
      Node: process.versions.node,
      Kafka: await kafkaVersion(servers.brokers),
      PostgreSQL: await postgresVersion(servers.databaseUrl),
      Redis: await redisVersion(servers.redisUrl),
    },
  };
}

async function kafkaVersion(brokers: string): Promise<string> {
  const { hostname, port } = new URL(`kafka://${brokers.split(',')[0]}`);
  return (await askBrokerVersion(connect(Number(port), hostname))) ?? 'unknown';
}

async function postgresVersion(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  } finally {
    await client.end();
  }
}

async function redisVersion(redisUrl: string): Promise<string> {
  const client = new Redis(redisUrl);
  try {
    return /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? 'unknown';
  } finally {
    client.disconnect();
  }
}
