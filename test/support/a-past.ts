import { onTestFinished } from 'vitest';
import { createHistory } from '../../src/postgres/history.ts';
import { type Database, openDatabase } from '../../src/postgres/pool.ts';
import { createTriage } from '../../src/postgres/triage.ts';
import type { LogError } from '../../src/types.ts';
import { aDatabase } from './a-database.ts';
import { aStore } from './a-store.ts';
import { aStoredBatch } from './builders.ts';

/** Stores errors one batch after the other in one log, and gives each its offset. */
export type Storing = (errors: readonly LogError[]) => Promise<void>;

/** History and triage of an empty store on Postgres. */
export async function aPast(): Promise<{
  readonly database: Database;
  readonly history: ReturnType<typeof createHistory>;
  readonly triage: ReturnType<typeof createTriage>;
  readonly store: Storing;
  /** What a command needs to find the same store. */
  readonly env: { readonly DATABASE_URL: string };
}> {
  const url = await aDatabase();
  const database = await openDatabase({ url, poolSize: 4, name: 'test' });
  onTestFinished(() => database.close());
  const { store } = await aStore(database);
  const log = { topic: 'application-logs', partition: 0 };
  let next = 0n;
  await store.start([{ log, next }]);
  return {
    database,
    env: { DATABASE_URL: url },
    history: createHistory(database),
    triage: createTriage(database),
    store: async (errors) => {
      const placed = errors.map((error, i) => ({ ...error, offset: next + BigInt(i) }));
      const { batch } = aStoredBatch({ errors: placed, log, from: next });
      const { outcome } = await store.save(batch);
      if (outcome !== 'stored') throw new Error(`the batch at ${next} was ${outcome}`);
      next = batch.next;
    },
  };
}
