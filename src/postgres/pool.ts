import { Client } from 'pg';
import Pool from 'pg-pool';
import { MonitorError } from '../errors.ts';
import { tlsFault } from '../tls/tls-fault.ts';
import { toMonitorError } from './faults.ts';
import { migrate } from './migrate.ts';
import { readServerAddress, type ServerAddress } from './server-address.ts';

/** An open database with its pool. */
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
 * @throws MonitorError `POSTGRES_UNREACHABLE` or `POSTGRES_FAILED` when the first connection or a migration fails, `CONFIG`
 * for TLS settings in the address that can't be used.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const server = readServerAddress(options.url);
  const database = createDatabase(server, options);
  const { pool } = database;
  try {
    const client = await pool.connect();
    try {
      await migrate(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end().catch(() => {});
    throw tlsRefusal(error, server) ?? toMonitorError(error, server.shown);
  }
  return database;
}

/**
 * The same without a look at the schema, connected with the first question: for a reader that can do without an answer.
 *
 * @throws MonitorError `CONFIG` for TLS settings in the address that can't be used.
 */
export function readDatabase(options: DatabaseOptions): Database {
  return createDatabase(readServerAddress(options.url), options);
}

/** A pool that has not connected yet. */
function createDatabase(
  server: ServerAddress,
  { poolSize, name, statementTimeoutMs = longestStatementMs }: Omit<DatabaseOptions, 'url'>,
): Database {
  const pool = new Pool(
    {
      connectionString: server.connectionString,
      ...sslOf(server),
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
    address: server.shown,
    beside: (options) => createDatabase(server, options),
    close: () => pool.end(),
  };
}

function sslOf({ tls, host }: ServerAddress) {
  if (tls === undefined) return {};
  // By its name or number: node-postgres would hold the certificate for a number against "localhost".
  return { ssl: tls === 'off' ? false : { ...tls.options, host } };
}

/** A fault of certificates, which no waiting mends, unlike most of what a connection dies of. */
function tlsRefusal(error: unknown, { tls, shown }: ServerAddress): MonitorError | undefined {
  if (tls === undefined || tls === 'off' || !(error instanceof Error)) return undefined;
  const fault = tlsFault(error.message, tls.trusted, 'sslrootcert in DATABASE_URL');
  if (fault === undefined) return undefined;
  return new MonitorError('POSTGRES_FAILED', `Postgres at ${shown} ${fault.what}.`, fault.toDo, {
    cause: error,
  });
}
