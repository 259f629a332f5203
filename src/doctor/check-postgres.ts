import type { StoreConfig } from '../config/config.ts';
import { ask } from '../postgres/ask.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import type { Database } from '../postgres/pool.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

type ServerRow = {
  readonly version: string;
  readonly now_ms: number;
  readonly connections: number;
  readonly max_connections: number;
  readonly may_write: boolean;
  readonly bytes: string;
  readonly error_bytes: string;
  readonly days: number;
  readonly migration: string;
};

const mebibyte = 1_048_576;
/** A difference of clocks that makes statuses and "last 15 minutes" wrong. */
const skewMs = 5_000;

/** Opens the store as `watch` does (which brings its schema up to date), and looks at it. */
export async function checkPostgres(store: StoreConfig, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor doctor', signal);
    try {
      return await look(database, store);
    } finally {
      await database.close();
    }
  } catch (error) {
    return [fail('Postgres', error)];
  }
}

async function look(database: Database, { poolSize, databaseUrl }: StoreConfig): Promise<readonly Finding[]> {
  const asked = Date.now();
  const [server] = await ask<ServerRow>(database, serverSql);
  const answered = Date.now();
  if (server === undefined) return [];
  const which = databaseUrl === undefined ? 'built-in server' : database.address;
  const free = server.max_connections - server.connections;
  const skew = Math.round(server.now_ms - (asked + answered) / 2);
  const size = (bytes: string) => `${Math.round(Number(bytes) / mebibyte)} MiB`;
  const sizes = `${server.days} days of errors in ${size(server.error_bytes)}, ${size(server.bytes)} in all`;
  return [
    ok('Postgres', `${which}, version ${server.version}`),
    ok('Postgres schema', `at ${server.migration}; ${sizes}`),
    server.may_write
      ? ok('Postgres rights', 'may write errors, incidents and positions')
      : {
          ...warn(
            'Postgres rights',
            'may not write',
            'GRANT INSERT, UPDATE, DELETE on all tables in schema esm.',
          ),
          verdict: 'fail',
        },
    free >= poolSize
      ? ok('Postgres connections', `${free} of ${server.max_connections} free, --pool-size ${poolSize}`)
      : warn(
          'Postgres connections',
          `${free} of ${server.max_connections} free, --pool-size ${poolSize}`,
          'Lower --pool-size, or raise max_connections.',
        ),
    Math.abs(skew) <= skewMs
      ? ok('Clock', `${skew} ms from Postgres's`)
      : warn('Clock', `${skew} ms from Postgres's`, 'Set both machines by NTP: statuses go by these clocks.'),
  ];
}

const serverSql = `
SELECT current_setting('server_version') AS version,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms,
       (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS max_connections,
       (SELECT bool_and(has_table_privilege(oid, 'INSERT, UPDATE'))
          FROM pg_class WHERE oid IN ('esm.error'::regclass, 'esm.incident'::regclass, 'esm.position'::regclass))
         AS may_write,
       (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)
          FROM pg_inherits WHERE inhparent = 'esm.error'::regclass) AS error_bytes,
       (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)
          FROM pg_class WHERE relnamespace = 'esm'::regnamespace AND relkind = 'r') AS bytes,
       (SELECT count(*)::int - 1 FROM pg_inherits WHERE inhparent = 'esm.error'::regclass) AS days,
       (SELECT max(name) FROM esm.migration) AS migration`;
