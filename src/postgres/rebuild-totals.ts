import type { ClientBase } from 'pg';
import { MonitorError } from '../errors.ts';
import { foldAll } from './fold.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** A service whose totals are not what its stored errors say. */
export type TotalsDifference = {
  readonly service: string;
  /** Errors of all kept levels, as the totals have them and as the rows do. */
  readonly counted: number;
  readonly stored: number;
};

/** Where counts are not what the stored errors say. */
export type CountDifferences = {
  readonly totals: readonly TotalsDifference[];
  /** Of minutes, hours and incidents: which, and how many of them. */
  readonly others: readonly { readonly name: string; readonly rows: number }[];
};

/** Every row is read: that takes as long as it takes. */
const timeoutMs = 3_600_000;

/**
 * Computes the counts of errors from the stored rows in one transaction: by service and by incident, in all and by minute
 * and hour. Members that store wait meanwhile. Counts of other severities have no rows and stay.
 *
 * @param change - False only looks.
 * @returns What was changed, or would be.
 * @throws MonitorError `REFUSED` when retention dropped rows: the totals know more than they do.
 */
export async function rebuildTotals(database: Database, change: boolean): Promise<CountDifferences> {
  return await inTransaction(database, async (client) => {
    await client.query(`SET LOCAL statement_timeout = ${timeoutMs}`);
    // A fold under way ends first, and no other begins: it would wait for a table while we wait for it.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('esm.fold'))`);
    // In the order in which a batch takes them, so that neither waits for the other in a circle.
    for (const table of ['error', 'tally']) {
      await client.query(`LOCK TABLE esm.${table} IN SHARE ROW EXCLUSIVE MODE`);
    }
    await refusePruned(client);
    await foldAll(client);
    await slow(client, countRowsSql);
    const differences = await differencesOf(client);
    if (change) for (const sql of writeSql) await slow(client, sql);
    return differences;
  });
}

async function refusePruned(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM esm.log WHERE pruned > 0 LIMIT 1');
  if (rowCount === 0) return;
  throw new MonitorError(
    'REFUSED',
    'Retention has dropped errors that the totals still count: computed from the rows, they would be too low.',
    'Fill gaps with esm-monitor replay --repair instead. Nothing was changed.',
  );
}

async function slow(client: ClientBase, text: string): Promise<void> {
  const config = { text, query_timeout: timeoutMs };
  await client.query(config);
}

async function differencesOf(client: ClientBase): Promise<CountDifferences> {
  const totals = await client.query<{ service: string; counted: string; stored: string }>(totalsSql);
  const others = await client.query<{ name: string; rows: string }>(othersSql);
  return {
    totals: totals.rows.map(({ service, counted, stored }) => {
      return { service, counted: Number(counted), stored: Number(stored) };
    }),
    others: others.rows.map(({ name, rows }) => ({ name, rows: Number(rows) })),
  };
}

const countRowsSql = `
CREATE TEMPORARY TABLE counted_rows ON COMMIT DROP AS
SELECT service, fingerprint, date_trunc('minute', at, 'UTC') AS minute,
       count(*) AS count, min(at) AS first_seen, max(at) AS last_seen,
       count(*) FILTER (WHERE severity = 'CRITICAL') AS critical,
       count(*) FILTER (WHERE severity = 'ERROR') AS error,
       count(*) FILTER (WHERE severity = 'EXCEPTION') AS exception
  FROM esm.error
 GROUP BY service, fingerprint, minute`;

const totalsSql = `
SELECT service, coalesce(total.count, 0) AS counted, coalesce(rows.count, 0) AS stored
  FROM (SELECT service, sum(critical + error + exception) AS count FROM esm.folded_total GROUP BY service) AS total
  FULL JOIN (SELECT service, sum(count) AS count FROM counted_rows GROUP BY service) AS rows USING (service)
 WHERE coalesce(total.count, 0) <> coalesce(rows.count, 0)
 ORDER BY service`;

/** A table of counts beside the totals, and the query that answers the same from the rows. */
type Counts = {
  /** What its rows are, for people. */
  readonly name: string;
  readonly table: string;
  readonly key: string;
  readonly counts: readonly string[];
  /** Columns beside the counts that the rows tell, too. */
  readonly beside: readonly string[];
  readonly counted: string;
};

const kept = ['critical', 'error', 'exception'];
const hour = `date_trunc('hour', minute, 'UTC') AS hour`;

function ofServices(name: string, time: string, timeSql = time): Counts {
  const counted = `SELECT ${timeSql}, service, sum(critical) AS critical, sum(error) AS error, sum(exception) AS exception
                     FROM counted_rows GROUP BY 1, 2`;
  return { name, table: `folded_${time}`, key: `${time}, service`, counts: kept, beside: [], counted };
}

function ofIncidents(name: string, time: string, timeSql = time): Counts {
  const counted = `SELECT fingerprint, ${timeSql}, sum(count) AS count FROM counted_rows GROUP BY 1, 2`;
  return {
    name,
    table: `folded_incident_${time}`,
    key: `fingerprint, ${time}`,
    counts: ['count'],
    beside: [],
    counted,
  };
}

const byTime = [ofServices('minutes', 'minute'), ofServices('hours', 'hour', hour)];
const byIncident: readonly Counts[] = [
  {
    name: 'incidents',
    table: 'folded_incident_count',
    key: 'fingerprint',
    counts: ['count'],
    beside: ['first_seen', 'last_seen'],
    counted: `SELECT fingerprint, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen
                FROM counted_rows GROUP BY 1`,
  },
  ofIncidents('minutes of incidents', 'minute'),
  ofIncidents('hours of incidents', 'hour', hour),
];

/** A row that counts no errors is as good as none. */
const othersSql = [...byTime, ...byIncident]
  .map(({ name, table, key, counts, counted }) => {
    const of = (source: string) => `(${counts.map((column) => `${source}.${column}`).join(', ')})`;
    return `
SELECT '${name}' AS name, count(*) AS rows
  FROM (SELECT * FROM esm.${table} WHERE ${counts.join(' + ')} <> 0) AS folded
  FULL JOIN (${counted}) AS counted USING (${key})
 WHERE ${of('folded')} IS DISTINCT FROM ${of('counted')}
HAVING count(*) > 0`;
  })
  .join('\nUNION ALL');

const none = kept.map((kind) => `${kind} = 0`).join(', ');
const asCounted = kept.map((kind) => `${kind} = excluded.${kind}`).join(', ');

/** The version grows, so that what Redis and the screens hold is seen to be old. */
const writeSql = [
  'UPDATE esm.fold SET version = version + 1',
  `UPDATE esm.folded_total SET ${none}, version = fold.version FROM esm.fold`,
  `INSERT INTO esm.folded_total (service, critical, error, exception, warn, info, debug, unknown, version)
   SELECT service, sum(critical), sum(error), sum(exception), 0, 0, 0, 0, (SELECT version FROM esm.fold)
     FROM counted_rows GROUP BY service
   ON CONFLICT (service) DO UPDATE SET ${asCounted}`,
  ...byTime.flatMap(({ table, key, counted }) => [
    `UPDATE esm.${table} SET ${none} WHERE ${kept.join(' + ')} <> 0`,
    `INSERT INTO esm.${table} (${key}, critical, error, exception, warn, info, debug, unknown)
     SELECT *, 0, 0, 0, 0 FROM (${counted}) AS counted
     ON CONFLICT (${key}) DO UPDATE SET ${asCounted}`,
  ]),
  ...byIncident.flatMap(({ table, key, counts, beside, counted }) => [
    `DELETE FROM esm.${table}`,
    `INSERT INTO esm.${table} (${[key, ...counts, ...beside].join(', ')}) ${counted}`,
  ]),
];
