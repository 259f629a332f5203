import type { StoreConfig } from '../config/store-config.ts';
import { ask } from '../postgres/ask.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import type { Database } from '../postgres/pool.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

type ServerRow = {
  readonly version: string;
  readonly now_ms: number;
  readonly connections: number;
  readonly max_connections: number;
  readonly who: string;
  readonly only_reads: boolean;
  /** Rights that the user lacks, such as `INSERT on incident`. */
  readonly lacks: readonly string[];
  readonly bytes: string;
  readonly error_bytes: string;
  readonly days: number;
  readonly migration: string;
};

const mebibyte = 1_048_576;
const namedRights = 4;
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
  const sizes = `${server.days} day${server.days === 1 ? '' : 's'} of errors in ${size(server.error_bytes)}, ${size(server.bytes)} in all`;
  return [
    ok('Postgres', `${which}, version ${server.version}`),
    ok('Postgres schema', `at ${server.migration}; ${sizes}`),
    rights(server),
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

function rights({ who, only_reads: onlyReads, lacks }: ServerRow): Finding {
  if (lacks.length === 0 && !onlyReads) return ok('Postgres rights', `${who} may read and write`);
  const named = lacks.slice(0, namedRights).join(', ');
  const more = lacks.length > namedRights ? ` and ${lacks.length - namedRights} more` : '';
  return {
    ...warn(
      'Postgres rights',
      lacks.length === 0
        ? `${who} only reads (default_transaction_read_only)`
        : `${who} lacks ${named}${more}`,
      'Enough for query, not for watch: give it the DATABASE_URL of esm_app, or run esm-monitor migrate as the owner.',
    ),
    verdict: 'fail',
  };
}

const serverSql = `
SELECT current_setting('server_version') AS version,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms,
       (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS max_connections,
       current_user AS who,
       current_setting('default_transaction_read_only')::boolean AS only_reads,
       ARRAY(SELECT need || ' on ' || relname
               FROM pg_class CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS need
              WHERE relnamespace = 'esm'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                AND relname <> 'migration' AND NOT has_table_privilege(oid, need)
              UNION ALL
             SELECT 'EXECUTE on ' || proname
               FROM pg_proc
              WHERE pronamespace = 'esm'::regnamespace AND NOT has_function_privilege(oid, 'EXECUTE')
              ORDER BY 1) AS lacks,
       (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)
          FROM pg_inherits WHERE inhparent = 'esm.error'::regclass) AS error_bytes,
       (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)
          FROM pg_class WHERE relnamespace = 'esm'::regnamespace AND relkind = 'r') AS bytes,
       (SELECT count(*)::int - 1 FROM pg_inherits WHERE inhparent = 'esm.error'::regclass) AS days,
       (SELECT max(name) FROM esm.migration) AS migration`;
