import type { Client } from 'pg';
import type Pool from 'pg-pool';
import type { LogError } from '../types.ts';

const dayMs = 86_400_000;

export type Days = {
  ensure(errors: readonly LogError[]): Promise<void>;
  /** Whether errors of that Kafka timestamp (ms since the epoch) lie in a partition of their day, as far as known here. */
  hasPartition(at: number): boolean;
};

/**
 * Makes the daily partitions that errors need, once a day each.
 *
 * A day the database refuses (too far off, or its errors already lie in the default partition) is not asked for again;
 * its errors go to the default partition.
 */
export function createDays(pool: Pool<Client>): Days {
  /** Days that were asked for, and whether they have a partition. */
  const known = new Map<number, boolean>();

  async function ensure(errors: readonly LogError[]): Promise<void> {
    for (const { at } of errors) {
      const day = Math.floor(at / dayMs);
      if (known.has(day)) continue;
      // A hostile producer can name any day; those outside the window need no question.
      const hasPartition = Math.abs(at - Date.now()) < 400 * dayMs && (await ensureDay(day));
      if (known.size > 1_000) known.clear();
      known.set(day, hasPartition);
    }
  }

  async function ensureDay(day: number): Promise<boolean> {
    const { rows } = await pool.query<{ made: boolean }>('SELECT esm.ensure_day($1::date) AS made', [
      new Date(day * dayMs).toISOString().slice(0, 10),
    ]);
    return rows[0]?.made === true;
  }

  return { ensure, hasPartition: (at) => known.get(Math.floor(at / dayMs)) === true };
}
