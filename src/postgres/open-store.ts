import { join } from 'node:path';
import { type Database, openDatabase } from './pool.ts';

/**
 * Opens the database at `databaseUrl`, or the built-in server when there is none.
 *
 * @throws MonitorError when it can't be reached or used.
 */
export async function openConfiguredDatabase(
  config: { readonly databaseUrl: string | undefined; readonly dataDir: string; readonly poolSize: number },
  name: string,
  signal: AbortSignal,
): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    return await openDatabase({ url: config.databaseUrl, poolSize: config.poolSize, name });
  }
  const { openEmbeddedServer } = await import('./embedded-server.ts');
  const server = await openEmbeddedServer({ dataDir: join(config.dataDir, 'postgres'), signal });
  try {
    const database = await openDatabase({ url: server.url, poolSize: config.poolSize, name });
    return {
      ...database,
      close: async () => {
        await database.close();
        await server.release();
      },
    };
  } catch (error) {
    await server.release();
    throw error;
  }
}
