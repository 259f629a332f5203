import { expect, test } from 'vitest';
import { inTransaction } from '../../src/postgres/transaction.ts';
import { anOpenDatabase } from '../support/a-store.ts';

test('rejects as unreachable, and ends nothing else, when the server ends a connection between two statements', async () => {
  const database = await anOpenDatabase();
  let pid = 0;

  const working = inTransaction(database, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    pid = rows[0]?.pid ?? 0;
    const lost = new Promise((resolve) => client.once('end', resolve));
    await database.pool.query('SELECT pg_terminate_backend($1)', [pid]);
    await lost;
    await client.query('SELECT 1');
  });

  await expect(working).rejects.toMatchObject({ code: 'POSTGRES_UNREACHABLE' });
  expect(pid).toBeGreaterThan(0);
  expect((await database.pool.query('SELECT 1')).rowCount).toBe(1);
});
