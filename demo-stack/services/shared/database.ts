import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { Client, Pool as ClientPool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import { throwNamed } from './name-database-errors.ts';

/** Connections to the service's own database. What the server refuses rejects under the name of its SQLSTATE. */
export type Pool = {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>>;
  /** A connection to hold for a while; release it. */
  connect(): Promise<PoolClient>;
  end(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly service: string;
  /** Folder of `NNN-name.sql` files, each run once, in order of their names. */
  readonly migrations: URL;
  /** Told of a connection that broke while nobody used it. */
  readonly onLost: (error: Error) => void;
};

/** Opens a pool of 20 on the service's own database; makes the database and its tables where they are missing. */
export async function openDatabase({ url, service, migrations, onLost }: DatabaseOptions): Promise<Pool> {
  await createIfMissing(url);
  await migrate(url, fileURLToPath(migrations));
  const pool = new ClientPool({
    connectionString: url,
    max: 20,
    application_name: service,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 4_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
  pool.on('error', onLost);
  // While somebody holds a connection, the pool does not listen: unheard, its loss would end the process. Whoever holds
  // it hears of the loss by the next query.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      await pool.query<Row>(text, [...values]).catch(throwNamed),
    connect: () => pool.connect().catch(throwNamed),
    end: () => pool.end(),
  };
}

async function createIfMissing(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
  } catch (error) {
    if (codeOf(error) !== '3D000') throw error; // invalid_catalog_name: there is no such database
    await create(url);
  } finally {
    await client.end().catch(() => {}); // it never connected
  }
}

async function create(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another instance was faster: duplicate_database, or unique_violation where both began at once.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
}

/** Instances that start at once wait for each other. */
async function migrate(url: string, dir: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await runner({
      dbClient: client,
      dir,
      direction: 'up',
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      log: () => {},
    });
  } finally {
    await client.end();
  }
}

/** SQLSTATE of a failure, `undefined` where it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
