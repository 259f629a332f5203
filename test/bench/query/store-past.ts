import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../../../src/postgres/pool.ts';
import { createRandom, type StoredIncident, storedIncident } from './stored-incidents.ts';

/** What the store holds: errors from `since` to `until` (ms since the epoch), evenly spread. */
export type StoredPast = {
  readonly errors: number;
  readonly since: number;
  readonly until: number;
  /** The most frequent first. */
  readonly incidents: readonly StoredIncident[];
};

const dayMs = 86_400_000;
const logs = 6;
const linesAtOnce = 500;

/**
 * Fills an empty store with errors of the last `days` by COPY, as if members had stored them, and analyses it.
 *
 * Incident number n is as frequent as 1/n, as in life: a few problems make most of the errors.
 */
export async function storePast(
  url: string,
  errors: number,
  incidentCount: number,
  days = 30,
): Promise<StoredPast> {
  await (await openDatabase({ url, poolSize: 1, name: 'bench' })).close();
  const until = Math.floor(Date.now() / 60_000) * 60_000;
  const past: StoredPast = {
    errors,
    since: until - days * dayMs,
    until,
    incidents: Array.from({ length: incidentCount }, (_, rank) => storedIncident(rank)),
  };
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Only for filling: no crash is to be survived, and what is grouped and sorted fits into memory.
    await client.query(
      `SET synchronous_commit = off; SET work_mem = '1GB'; SET maintenance_work_mem = '1GB'`,
    );
    await client.query(`
      INSERT INTO esm.log (cluster_id, topic, partition, reached)
      SELECT 'bench', 'application-logs', partition, ${Math.ceil(errors / logs)}
        FROM generate_series(0, ${logs - 1}) AS partition;
      SELECT esm.ensure_day(current_date - back) FROM generate_series(0, ${days}) AS back`);
    await copyIncidents(client, past);
    const indexes = await dropIndexes(client);
    await copyLines(client, errorColumns, errorLines(past));
    for (const index of indexes) await client.query(index);
    for (const sql of countSql) await client.query(sql);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
  return past;
}

/** Adds incidents that were seen long ago. */
export async function addIncidents(
  url: string,
  { since }: Pick<StoredPast, 'since'>,
  count: number,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO esm.incident (id, service, title, level, tier, parts, first_seen)
       SELECT 'f' || lpad(to_hex(i), 15, '0'), 'old-' || i % 50, 'Something ' || i || ' went wrong', 'ERROR', 'template', '[]',
              to_timestamp($1::float8 / 1000) - i * interval '1 minute'
         FROM generate_series(1, $2::integer) AS i`,
      [since, count],
    );
    await client.query(`
      INSERT INTO esm.fingerprint (fingerprint, incident_id) SELECT 'v1:' || id, id FROM esm.incident WHERE service LIKE 'old-%';
      INSERT INTO esm.folded_incident_count (fingerprint, count, first_seen, last_seen)
      SELECT 'v1:' || id, 6, first_seen, first_seen + interval '20 minutes' FROM esm.incident WHERE service LIKE 'old-%'`);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** The keys stay: errors come in their order. Answers the statements that make the others again. */
async function dropIndexes(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, replace(indexdef, ' ON ONLY ', ' ON ') AS sql
       FROM pg_indexes WHERE schemaname = 'esm' AND tablename = 'error' AND indexdef NOT LIKE '%UNIQUE%'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX esm.${name}`);
  return rows.map(({ sql }) => sql);
}

async function copyIncidents(client: Client, { incidents, since }: StoredPast): Promise<void> {
  const firstSeen = new Date(since).toISOString();
  await copyLines(
    client,
    'esm.incident (id, service, title, level, exception_type, tier, parts, first_seen)',
    incidents.map(({ id, service, template, severity, exceptionType }) =>
      line([id, service, template, severity, exceptionType, 'template', '[]', firstSeen]),
    ),
  );
  await copyLines(
    client,
    'esm.fingerprint (fingerprint, incident_id)',
    incidents.map(({ id, fingerprint }) => line([fingerprint, id])),
  );
}

const errorColumns = `esm.error (at, log_id, "offset", part, severity, service, fingerprint, "time", message, logger, host,
  exception_type, stack, trace_id, format, fields)`;

function* errorLines({ errors, since, until, incidents }: StoredPast): Generator<string> {
  const random = createRandom(errors);
  const choose = skewed(incidents);
  for (let i = 0; i < errors; i += 1) {
    const incident = choose(random());
    const at = since + Math.floor(((until - since) * i) / errors);
    const id = errorId(i);
    const message = incident.template
      .replace('{id}', id)
      .replace('{ms}', String(Math.floor(random() * 5_000)));
    const { severity, service, fingerprint, logger, host, exceptionType, stack } = incident;
    const keys = [iso(at), String((i % logs) + 1), String(Math.floor(i / logs)), '0'];
    const fields = `{"request": "${id}", "attempt": ${i % 5}, "region": "eu-${i % 3}"}`;
    const trace = `${id}${id}${id}${id}`;
    yield line([
      ...[...keys, severity, service, fingerprint, iso(at - 40), message],
      ...[logger, host, exceptionType, stack, trace, 'python', fields],
    ]);
  }
}

/** Eight hex digits that no other error has. */
export function errorId(i: number): string {
  return (Math.imul(i, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}

function skewed(incidents: readonly StoredIncident[]): (at: number) => StoredIncident {
  const sums: number[] = [];
  let sum = 0;
  for (const rank of incidents.keys()) {
    sum += 1 / (rank + 1);
    sums.push(sum);
  }
  return (at) => {
    const wanted = at * sum;
    let low = 0;
    let high = incidents.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    const found = incidents[low];
    if (found === undefined) throw new Error('there are no incidents');
    return found;
  };
}

/** As if every batch had been folded. */
const countSql = [
  `INSERT INTO esm.folded_minute (minute, service, critical, error, exception, warn, info, debug, unknown)
   SELECT date_trunc('minute', at, 'UTC') AS minute, service, count(*) FILTER (WHERE severity = 'CRITICAL'),
          count(*) FILTER (WHERE severity = 'ERROR'), count(*) FILTER (WHERE severity = 'EXCEPTION'), 0, 0, 0, 0
     FROM esm.error GROUP BY minute, service ORDER BY minute, service`,
  `INSERT INTO esm.folded_hour (hour, service, critical, error, exception, warn, info, debug, unknown)
   SELECT date_trunc('hour', minute, 'UTC') AS hour, service, sum(critical), sum(error), sum(exception), 0, 0, 0, 0
     FROM esm.folded_minute GROUP BY hour, service ORDER BY hour, service`,
  'UPDATE esm.fold SET version = version + 1',
  `INSERT INTO esm.folded_total (service, critical, error, exception, warn, info, debug, unknown, version)
   SELECT service, sum(critical), sum(error), sum(exception), 0, 0, 0, 0, (SELECT version FROM esm.fold)
     FROM esm.folded_hour GROUP BY service`,
  'ALTER TABLE esm.folded_incident_minute DROP CONSTRAINT folded_incident_minute_pkey',
  `INSERT INTO esm.folded_incident_minute (fingerprint, minute, count)
   SELECT fingerprint, date_trunc('minute', at, 'UTC') AS minute, count(*)
     FROM esm.error GROUP BY fingerprint, minute ORDER BY minute`,
  'ALTER TABLE esm.folded_incident_minute ADD PRIMARY KEY (fingerprint, minute)',
  `INSERT INTO esm.folded_incident_hour (fingerprint, hour, count)
   SELECT fingerprint, date_trunc('hour', minute, 'UTC') AS hour, sum(count)
     FROM esm.folded_incident_minute GROUP BY fingerprint, hour ORDER BY hour`,
  `INSERT INTO esm.folded_incident_count (fingerprint, count, first_seen, last_seen)
   SELECT fingerprint, count(*), min(at), max(at) FROM esm.error GROUP BY fingerprint`,
];

async function copyLines(client: Client, table: string, lines: Iterable<string>): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} FROM STDIN`));
  const done = finished(stream);
  let waiting: string[] = [];
  const send = async () => {
    const room = stream.write(waiting.join(''));
    waiting = [];
    if (!room) await once(stream, 'drain');
  };
  for (const each of lines) {
    waiting.push(each);
    if (waiting.length === linesAtOnce) await send();
  }
  await send();
  stream.end();
  await done;
}

/** A line of COPY's text form. */
function line(values: readonly (string | null)[]): string {
  const cells = values.map((value) =>
    value === null ? '\\N' : value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
  );
  return `${cells.join('\t')}\n`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
