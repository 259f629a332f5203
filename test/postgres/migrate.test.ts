import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { expect, test } from 'vitest';
import { fold } from '../../src/postgres/fold.ts';
import { openDatabase } from '../../src/postgres/pool.ts';
import { aDatabase } from '../support/a-database.ts';
import { anOpenDatabase } from '../support/a-store.ts';

test('migrates once although several members start at the same moment', async () => {
  const url = await aDatabase();

  const databases = await Promise.all(
    ['a', 'b', 'c'].map((name) => openDatabase({ url, poolSize: 1, name })),
  );

  const { rows } = (await databases[0]?.pool.query('SELECT name FROM esm.migration ORDER BY name')) ?? {
    rows: [],
  };
  expect(rows).toEqual([
    { name: '001-errors' },
    { name: '002-alerts' },
    { name: '003-stack-of' },
    { name: '004-room-for-counts' },
    { name: '005-folded-incident-count' },
    { name: '006-quicker-batches' },
  ]);
  await Promise.all(databases.map((database) => database.close()));
});

test('says what to do when no server answers, without the password', async () => {
  const opening = openDatabase({ url: 'postgres://me:secret@127.0.0.1:1/db', poolSize: 1, name: 'a' });

  await expect(opening).rejects.toMatchObject({
    code: 'POSTGRES_UNREACHABLE',
    message: expect.stringContaining('127.0.0.1:1/db'),
    hint: expect.stringContaining('DATABASE_URL'),
  });
  await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
});

test('tells a refused password from a server that is away', async () => {
  const url = new URL(await aDatabase());
  url.username = 'nobody-of-that-name';

  await expect(openDatabase({ url: url.href, poolSize: 1, name: 'a' })).rejects.toMatchObject({
    code: 'POSTGRES_FAILED',
  });
});

test('counts each error of an older schema once, whether it was folded or waits for that', async () => {
  const database = await anOpenDatabase();
  await migrate(database.pool, 'down', 2); // below the fifth
  await database.pool.query(`
    INSERT INTO esm.log (cluster_id, topic, partition, reached)
    SELECT 'c', 't', partition, 9 FROM generate_series(0, 1) AS partition;
    INSERT INTO esm.incident_count (fingerprint, log_id, count, first_seen, last_seen)
    VALUES ('a', 1, 2, '2026-11-01T10:00Z', '2026-11-01T10:30Z'), ('a', 2, 3, '2026-11-01T09:00Z', '2026-11-01T10:10Z'),
           ('b', 2, 4, '2026-11-02T10:00Z', '2026-11-02T10:00Z');
    INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts)
    VALUES ('{a,b}', '{s,s}', '{ERROR,ERROR}', '{2026-11-01T10:30Z,2026-11-02T10:00Z}', '{1,4}');
    INSERT INTO esm.tally (other_services, other_severities, other_minutes, other_counts)
    VALUES ('{s}', '{INFO}', '{2026-11-01T10:30Z}', '{7}')`);

  await migrate(database.pool, 'up', 1);
  const migrated = await counts(database.pool);
  await fold(database);
  const folded = await counts(database.pool);
  await migrate(database.pool, 'down', 1);
  const back = await counts(database.pool);

  expect(migrated).toEqual([
    'a: 5 from 2026-11-01T09:00:00.000Z to 2026-11-01T10:30:00.000Z',
    'b: 4 from 2026-11-02T10:00:00.000Z to 2026-11-02T10:00:00.000Z',
  ]);
  expect(folded).toEqual(migrated);
  expect(back).toEqual(migrated);
});

type Pool = Awaited<ReturnType<typeof anOpenDatabase>>['pool'];

/** So many steps towards the newest schema, or back from it. */
async function migrate(pool: Pool, direction: 'up' | 'down', count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await runner({
      dbClient: client,
      dir: fileURLToPath(new URL('../../src/postgres/migrations', import.meta.url)),
      direction,
      count,
      schema: 'esm',
      migrationsTable: 'migration',
      log: () => {},
    });
  } finally {
    client.release();
  }
}

async function counts(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ fingerprint: string; count: string; first: Date; last: Date }>(
    `SELECT fingerprint, sum(count) AS count, min(first_seen) AS first, max(last_seen) AS last
       FROM esm.incident_count GROUP BY fingerprint ORDER BY fingerprint`,
  );
  return rows.map(({ fingerprint, count, first, last }) => {
    return `${fingerprint}: ${count} from ${first.toISOString()} to ${last.toISOString()}`;
  });
}
