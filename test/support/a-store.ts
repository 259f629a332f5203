import { onTestFinished } from 'vitest';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import { type Database, openDatabase } from '../../src/postgres/pool.ts';
import { aDatabase } from './a-database.ts';

/** An open database with the schema, closed after the test. */
export async function anOpenDatabase(): Promise<Database> {
  const database = await openDatabase({ url: await aDatabase(), poolSize: 4, name: 'test' });
  onTestFinished(() => database.close());
  return database;
}

/** A store on an empty database of its own. @param copyFrom - As in `StoreOptions`. */
export async function aStore(database?: Database, copyFrom?: number) {
  const opened = database ?? (await anOpenDatabase());
  return {
    database: opened,
    store: createIncidentStore({
      database: opened,
      clusterId: 'test',
      group: 'test',
      ...(copyFrom === undefined ? {} : { copyFrom }),
    }),
  };
}
