import { Client } from 'pg';
import Pool from 'pg-pool';
import { toMonitorError } from './faults.ts';
import { migrate } from './migrate.ts';

export type Database = {
  readonly pool: Pool<Client>;
  /** Host, port and database name, without user or password. */
  readonly address: string;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
};

/**
 * Opens a pool and brings the schema up to date.
 *
 * @throws MonitorError `POSTGRES_UNREACHABLE` or `POSTGRES_FAILED` when the first connection or a migration fails.
 */
export async function openDatabase({ url, poolSize, name }: DatabaseOptions): Promise<Database> {
  const address = addressOf(url);
  const pool = new Pool(
    {
      connectionString: url,
      max: poolSize,
      application_name: name,
      connectionTimeoutMillis: 5_000,
      // A server that hangs is one that is gone: both sides give up, and the loop tries again.
      statement_timeout: 60_000,
      query_timeout: 65_000,
      keepAlive: true,
      allowExitOnIdle: true,
    },
    Client,
  );
  // A connection lost while idle shows at the next statement, where it is handled; unheard, it would end the process.
  pool.on('error', () => {});
  try {
    const client = await pool.connect();
    try {
      await migrate(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end().catch(() => {});
    throw toMonitorError(error, address);
  }
  return { pool, address, close: () => pool.end() };
}

function addressOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    const host = hostname || searchParams.get('host') || 'localhost';
    return `${host}:${port || '5432'}${pathname}`;
  } catch {
    return 'the address in DATABASE_URL';
  }
}

/** bigint columns arrive as decimal strings (the driver's default); this makes a count of one. */
export function toCount(value: string | null | undefined): number {
  return value == null ? 0 : Number(value);
}
