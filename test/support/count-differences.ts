import { Client, type ClientBase } from 'pg';

/** Counts that are the same sums, kept for different questions; the first of each list is the truth. */
const byKind = ['total', 'minute', 'hour'] as const;
const byFingerprint = ['error', 'incident_count', 'incident_minute', 'incident_hour'] as const;

/** Where the store counts the same in two places and not the same, a sentence each, read in one snapshot. */
export async function countDifferences(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ source: string; key: string; count: string }>(countsSql);
  const counts = new Map<string, Map<string, string>>();
  for (const { source, key, count } of rows) {
    const known = counts.get(source) ?? new Map<string, string>();
    counts.set(source, known.set(key, count));
  }
  const of = (source: string) => counts.get(source) ?? new Map<string, string>();
  return [
    ...differing('kept in esm.total', of('kept'), 'esm.error', of('rows')),
    ...byKind.flatMap((table) => differing(`esm.${table}`, of(table), 'esm.total', of('total'))),
    ...byFingerprint.flatMap((table) => differing(`esm.${table}`, of(table), 'esm.error', of('error'))),
  ];
}

/** The same of a store that nobody has opened. */
export async function countDifferencesIn(databaseUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await countDifferences(client);
  } finally {
    await client.end();
  }
}

type Counts = ReadonlyMap<string, string>;

function differing(name: string, counts: Counts, truthName: string, truth: Counts): readonly string[] {
  return [...new Set([...counts.keys(), ...truth.keys()])].flatMap((key) => {
    const [count, true_] = [counts.get(key) ?? '0', truth.get(key) ?? '0'];
    return count === true_ ? [] : [`${key}: ${count} in ${name}, ${true_} in ${truthName}`];
  });
}

const severities = ['critical', 'error', 'exception', 'warn', 'info', 'debug', 'unknown'];
const kept = severities.slice(0, 3);

function sumsByKind(source: string, table: string, columns: readonly string[]): string {
  const values = columns.map((column) => `('${column.toUpperCase()}', ${column})`).join(', ');
  return `SELECT '${source}' AS source, service || ' ' || severity AS key, sum(count) AS count
            FROM esm.${table}, LATERAL (VALUES ${values}) AS v (severity, count)
           GROUP BY 2 HAVING sum(count) > 0`;
}

const countsSql = [
  `SELECT 'rows' AS source, service || ' ' || severity AS key, count(*) AS count FROM esm.error GROUP BY 2`,
  sumsByKind('kept', 'total', kept),
  ...byKind.map((table) => sumsByKind(table, table, severities)),
  `SELECT 'error', fingerprint, count(*) FROM esm.error GROUP BY 2`,
  ...byFingerprint
    .slice(1)
    .map((table) => `SELECT '${table}', fingerprint, sum(count) FROM esm.${table} GROUP BY 2`),
].join('\nUNION ALL\n');
