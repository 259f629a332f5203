import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { servers } from './servers.ts';

/** Makes an empty database for one test, on the run's server or another, and answers its URL. It goes with the server. */
export async function aDatabase(databaseUrl: string = servers().databaseUrl): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}
