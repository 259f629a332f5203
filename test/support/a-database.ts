import { randomBytes } from 'node:crypto';
import { createDatabase } from './create-database.ts';
import { servers } from './servers.ts';

/** Makes an empty database for one test, on the run's server or another, and answers its URL. It goes with the server. */
export async function aDatabase(databaseUrl: string = servers().databaseUrl): Promise<string> {
  return await createDatabase(databaseUrl, `test_${randomBytes(6).toString('hex')}`);
}
