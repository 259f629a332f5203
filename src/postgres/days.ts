import type { Client } from 'pg';
import type Pool from 'pg-pool';
import type { LogError } from '../types.ts';

const dayMs = 86_400_000;

/**
 * Makes the daily partitions that errors need, once a day each.
 *
 * A day the database refuses (too far off, or its errors already lie in the default partition) is not asked for again;
 * its errors go to the default partition.
 */
export function createDays(pool: Pool<Client>): { ensure(errors: readonly LogError[]): Promise<void> } {
  const known = new Set<number>();

  async function ensure(errors: readonly LogError[]): Promise<void> {
    for (const { at } of errors) {
      const day = Math.floor(at / dayMs);
      if (known.has(day)) continue;
      // A hostile producer can name any day; those outside the window need no question.
      if (Math.abs(at - Date.now()) < 400 * dayMs) {
        await pool.query('SELECT esm.ensure_day($1::date)', [
          new Date(day * dayMs).toISOString().slice(0, 10),
        ]);
      }
      if (known.size > 1_000) known.clear();
      known.add(day);
    }
  }

  return { ensure };
}
