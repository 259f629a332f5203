import { Client } from 'pg';
import Pool from 'pg-pool';
import { toMonitorError } from './faults.ts';
import { migrate } from './migrate.ts';

export type Database = {
  readonly pool: Pool<Client>;
  /** Host, port and database name, without user or password. */
  readonly address: string;
  /** A second pool on the same server, for questions that must not hold up the first; whoever asks for it closes it. */
  beside(options: Omit<DatabaseOptions, 'url'>): Database;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** A statement that takes longer is cancelled by the server; a minute where it is left out. */
  readonly statementTimeoutMs?: number;
};

// A server that hangs is one that is gone: both sides give up, and the loop tries again.
const longestStatementMs = 60_000;
/** What the server has beyond a statement's time to tell of it, before the connection counts as lost. */
const graceMs = 5_000;

/**
 * Opens a pool and brings the schema up to date.
 *
 * @throws MonitorError `POSTGRES_UNREACHABLE` or `POSTGRES_FAILED` when the first connection or a migration fails.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = createDatabase(options);
  const { pool, address } = database;
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
  return database;
}

/** A pool that has not connected yet. */
function createDatabase({
  url,
  poolSize,
  name,
  statementTimeoutMs = longestStatementMs,
}: DatabaseOptions): Database {
  const pool = new Pool(
    {
      connectionString: url,
      max: poolSize,
      application_name: name,
      connectionTimeoutMillis: 5_000,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + graceMs,
      keepAlive: true,
      allowExitOnIdle: true,
    },
    Client,
  );
  // A connection lost while idle shows at the next statement, where it is handled; unheard, it would end the process.
  pool.on('error', () => {});
  // While a connection is checked out, the pool does not listen to it: the same holds there.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    pool,
    address: addressOf(url),
    beside: (options) => createDatabase({ url, ...options }),
    close: () => pool.end(),
  };
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
