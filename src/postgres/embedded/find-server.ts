import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { clusterUrl, openCluster } from './cluster.ts';
import { findPostmaster } from './postmaster.ts';
import { placeCluster } from './run-as.ts';

/** Address of the built-in server of a data folder while it runs; makes nothing and starts nothing. */
export async function findRunningServer(dataDir: string): Promise<string | undefined> {
  const folder = resolve(dataDir);
  const exists = await stat(folder).then(
    () => true,
    () => false, // then nothing ever ran here
  );
  const server = exists ? await findPostmaster(await placeCluster(folder)) : undefined;
  return server?.ready === true ? clusterUrl(await openCluster(folder), server.port) : undefined;
}
