import { Client } from 'pg';
import type { Database } from '../../src/postgres/pool.ts';
import { waitFor } from './wait-for.ts';

/**
 * Copies an open database as it is now. Both the copy and its return end all connections, as a restart would.
 *
 * @param beside - URL of another database of the server.
 */
export async function aBackup({ pool }: Database, beside: string): Promise<{ restore(): Promise<void> }> {
  const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name');
  const name = rows[0]?.name ?? '';

  async function closed(...statements: readonly string[]): Promise<void> {
    const client = new Client({ connectionString: beside });
    await client.connect();
    try {
      await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      await waitFor('the connections to end', async () => {
        const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
        return rowCount === 0;
      });
      for (const statement of statements) await client.query(statement);
      await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    } finally {
      await client.end();
    }
    await waitFor('the pool to connect again', () =>
      pool.query('SELECT').then(
        () => true,
        () => false,
      ),
    );
  }

  await closed(`CREATE DATABASE ${name}_copy TEMPLATE ${name}`);
  return {
    restore: () =>
      closed(
        `ALTER DATABASE ${name} RENAME TO ${name}_late`,
        `ALTER DATABASE ${name}_copy RENAME TO ${name}`,
      ),
  };
}
