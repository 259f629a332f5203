import type { TestProject } from 'vitest/node';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import type { ServerAddresses } from './servers.ts';

/** Starts the three servers once for the whole run; vitest calls the function that it returns at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers();
  const { brokers, databaseUrl, redisUrl } = servers;
  const addresses: ServerAddresses = { brokers, databaseUrl, redisUrl };
  project.provide('servers', addresses);
  return servers.stop;
}
