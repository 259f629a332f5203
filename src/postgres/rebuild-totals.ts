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

/** Every row is read: that takes as long as it takes. */
const timeoutMs = 3_600_000;

/**
 * Computes the counts of errors, by service and by incident, from the stored rows, in one transaction; members that store
 * wait meanwhile. Counts of other severities have no rows and stay.
 *
 * @param change - False only looks.
 * @returns What was changed, or would be.
 * @throws MonitorError `REFUSED` when retention dropped rows: the totals know more than they do.
 */
export async function rebuildTotals(
  database: Database,
  change: boolean,
): Promise<readonly TotalsDifference[]> {
  return await inTransaction(database, async (client) => {
    await client.query(`SET LOCAL statement_timeout = ${timeoutMs}`);
    // A fold under way ends first, and no other begins: it would wait for a table while we wait for it.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('esm.fold'))`);
    // In the order in which a batch takes them, so that neither waits for the other in a circle.
    for (const table of ['error', 'incident_count', 'tally']) {
      await client.query(`LOCK TABLE esm.${table} IN SHARE ROW EXCLUSIVE MODE`);
    }
    await refusePruned(client);
    await foldAll(client);
    await slow(client, countRowsSql);
    const { rows } = await client.query<{ service: string; counted: string; stored: string }>(differencesSql);
    const differences = rows.map(({ service, counted, stored }) => {
      return { service, counted: Number(counted), stored: Number(stored) };
    });
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

const countRowsSql = `
CREATE TEMPORARY TABLE counted_rows ON COMMIT DROP AS
SELECT log_id, service, fingerprint, count(*) AS count, min(at) AS first_seen, max(at) AS last_seen,
       count(*) FILTER (WHERE severity = 'CRITICAL') AS critical,
       count(*) FILTER (WHERE severity = 'ERROR') AS error,
       count(*) FILTER (WHERE severity = 'EXCEPTION') AS exception
  FROM esm.error
 GROUP BY log_id, service, fingerprint`;

const differencesSql = `
SELECT service, coalesce(total.count, 0) AS counted, coalesce(rows.count, 0) AS stored
  FROM (SELECT service, sum(critical + error + exception) AS count FROM esm.folded_total GROUP BY service) AS total
  FULL JOIN (SELECT service, sum(count) AS count FROM counted_rows GROUP BY service) AS rows USING (service)
 WHERE coalesce(total.count, 0) <> coalesce(rows.count, 0)
 ORDER BY service`;

/** The version grows, so that what Redis and the screens hold is seen to be old. */
const writeSql = [
  'UPDATE esm.fold SET version = version + 1',
  `UPDATE esm.folded_total SET critical = 0, error = 0, exception = 0, version = fold.version FROM esm.fold`,
  `INSERT INTO esm.folded_total (service, critical, error, exception, warn, info, debug, unknown, version)
   SELECT service, sum(critical), sum(error), sum(exception), 0, 0, 0, 0, (SELECT version FROM esm.fold)
     FROM counted_rows GROUP BY service
   ON CONFLICT (service) DO UPDATE
      SET critical = excluded.critical, error = excluded.error, exception = excluded.exception`,
  'DELETE FROM esm.incident_count',
  `INSERT INTO esm.incident_count (fingerprint, log_id, count, first_seen, last_seen)
   SELECT fingerprint, log_id, sum(count), min(first_seen), max(last_seen)
     FROM counted_rows GROUP BY fingerprint, log_id`,
];
