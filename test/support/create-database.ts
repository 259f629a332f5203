import { Client } from 'pg';

/** Makes an empty database beside the one of the URL, and answers its own URL. It goes with the server. */
export async function createDatabase(beside: string, name: string): Promise<string> {
  const client = new Client({ connectionString: beside });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(beside);
  url.pathname = `/${name}`;
  return url.href;
}
