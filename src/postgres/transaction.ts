import type { ClientBase } from 'pg';
import { toMonitorError } from './faults.ts';
import type { Database } from './pool.ts';

/**
 * Runs `work` in one transaction, which commits when it resolves and is taken back when it rejects.
 *
 * @throws MonitorError when the server fails or refuses.
 */
export async function inTransaction<T>(
  { pool, address }: Database,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toMonitorError(error, address);
  });
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw toMonitorError(error, address);
  } finally {
    client.release(broken);
  }
}
