import { Redis } from 'ioredis';
import { Client } from 'pg';
import { severities } from '../../src/severity-counts.ts';
import type { ServiceTotals, SeverityCounts } from '../../src/types.ts';

/** What the monitor stored, read back without any of its own queries. */
export type StoredState = {
  /** `topic/partition/offset` of each stored error, sorted. */
  readonly coordinates: readonly string[];
  /** `service severity` → stored rows. */
  readonly rows: ReadonlyMap<string, number>;
  /** `service severity` → sum of the totals, for the levels that are kept. */
  readonly totals: ReadonlyMap<string, number>;
  /** Sum of the totals over all severities. */
  readonly events: number;
};

export async function storedState(databaseUrl: string): Promise<StoredState> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const errors = await client.query<{ key: string; kind: string }>(
      `SELECT topic || '/' || partition || '/' || "offset" AS key, service || ' ' || severity AS kind
         FROM esm.error JOIN esm.log USING (log_id)`,
    );
    const totals = await client.query<{ kind: string; count: string }>(
      `SELECT service || ' ' || severity AS kind, sum(count) AS count
         FROM esm.total,
              LATERAL (VALUES ('CRITICAL', critical), ('ERROR', error), ('EXCEPTION', exception)) AS v (severity, count)
        WHERE count > 0 GROUP BY 1`,
    );
    const events = await client.query<{ events: string | null }>(
      'SELECT sum(critical + error + exception + warn + info + debug + unknown) AS events FROM esm.total',
    );
    const rows = new Map<string, number>();
    for (const { kind } of errors.rows) rows.set(kind, (rows.get(kind) ?? 0) + 1);
    return {
      coordinates: errors.rows.map(({ key }) => key).toSorted(),
      rows: sorted(rows),
      totals: sorted(new Map(totals.rows.map(({ kind, count }) => [kind, Number(count)]))),
      events: Number(events.rows[0]?.events ?? 0),
    };
  } finally {
    await client.end();
  }
}

/** Positions that the group stored (the only one where none is named), `topic/partition` → next offset. */
export async function storedPositions(
  databaseUrl: string,
  group?: string,
): Promise<ReadonlyMap<string, bigint>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; next: string }>(
      `SELECT topic || '/' || partition AS key, next FROM esm.position JOIN esm.log USING (log_id)
        WHERE consumer_group = coalesce($1, consumer_group)`,
      [group],
    );
    return new Map(rows.map(({ key, next }) => [key, BigInt(next)]));
  } finally {
    await client.end();
  }
}

/** Totals as Postgres has them, summed by service; of one topic where it is named. */
export async function totalsInPostgres(
  databaseUrl: string,
  topic?: string,
): Promise<readonly ServiceTotals[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ service: string; counts: SeverityCounts }>(
      `SELECT service, json_build_object('CRITICAL', sum(critical), 'ERROR', sum(error), 'EXCEPTION', sum(exception),
                'WARN', sum(warn), 'INFO', sum(info), 'DEBUG', sum(debug), 'UNKNOWN', sum(unknown)) AS counts
         FROM esm.total JOIN esm.log USING (log_id)
        WHERE topic = coalesce($1, topic) GROUP BY service ORDER BY service`,
      [topic],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** Totals as any program finds them in Redis: of all logs of a group, summed and sorted by service. */
export async function totalsInRedis(
  redisUrl: string,
  { clusterId, group }: { readonly clusterId: string; readonly group: string },
): Promise<readonly ServiceTotals[]> {
  const keys = `esm:{${clusterId}:${group}}`;
  const sums = new Map<string, SeverityCounts>();
  const client = new Redis(redisUrl);
  try {
    for (const log of await client.smembers(`${keys}:logs`)) {
      const stored = await client.hgetall(`${keys}:totals:${log}`);
      for (const [service, json] of Object.entries(stored)) {
        sums.set(service, plus(sums.get(service), JSON.parse(json)));
      }
    }
  } finally {
    client.disconnect();
  }
  const totals = Array.from(sums, ([service, counts]) => ({ service, counts }));
  return totals.toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

function plus(some: SeverityCounts | undefined, more: SeverityCounts): SeverityCounts {
  const sum = { ...more };
  for (const severity of severities) sum[severity] += some?.[severity] ?? 0;
  return sum;
}

function sorted(map: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
