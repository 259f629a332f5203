import { Redis } from 'ioredis';
import { Client, type ClientConfig } from 'pg';
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
        GROUP BY 1 HAVING sum(count) > 0`,
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

/** Totals as Postgres has them, folded or not, summed and sorted by service. */
export async function totalsInPostgres(database: string | ClientConfig): Promise<readonly ServiceTotals[]> {
  const client = new Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<{ service: string; counts: SeverityCounts }>(
      `SELECT service, json_build_object('CRITICAL', sum(critical), 'ERROR', sum(error), 'EXCEPTION', sum(exception),
                'WARN', sum(warn), 'INFO', sum(info), 'DEBUG', sum(debug), 'UNKNOWN', sum(unknown)) AS counts
         FROM esm.total GROUP BY service`,
    );
    return byService(rows);
  } finally {
    await client.end();
  }
}

/** Totals as any program finds them in Redis, sorted by service. */
export async function totalsInRedis(
  redisUrl: string,
  { clusterId, group }: { readonly clusterId: string; readonly group: string },
): Promise<readonly ServiceTotals[]> {
  const client = new Redis(redisUrl);
  try {
    const stored = await client.hgetall(`esm:{${clusterId}:${group}}:totals`);
    return byService(
      Object.entries(stored).map(([service, json]) => ({ service, counts: JSON.parse(json) })),
    );
  } finally {
    client.disconnect();
  }
}

function byService(totals: readonly ServiceTotals[]): readonly ServiceTotals[] {
  return totals.toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

function sorted(map: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
