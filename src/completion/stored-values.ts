import { join } from 'node:path';
import type { Environment } from '../config/settings.ts';
import { storeConfig } from '../config/store-config.ts';
import { ask } from '../postgres/ask.ts';
import { findRunningServer } from '../postgres/embedded/find-server.ts';
import { type Database, readDatabase } from '../postgres/pool.ts';
import { escapeCommas } from '../text/comma-list.ts';
import type { Candidate } from './complete.ts';

/** Those with the most errors first, as a list of them names them. */
export async function storedServices(env: Environment): Promise<readonly Candidate[]> {
  return await inStore(env, async (database) => {
    const rows = await ask<{ service: string; errors: string }>(
      database,
      `SELECT service, sum(critical + error + exception) AS errors
         FROM esm.total GROUP BY service ORDER BY errors DESC, service LIMIT 500`,
    );
    return rows.map(({ service, errors }) => ({
      value: escapeCommas(service),
      description: `${errors} errors`,
    }));
  });
}

/** The newest first. Served by incident_first_seen, so that it is quick with any number of incidents. */
export async function storedIncidents(env: Environment): Promise<readonly Candidate[]> {
  return await inStore(env, async (database) => {
    const rows = await ask<{ id: string; status: string; service: string; title: string }>(
      database,
      'SELECT id, status, service, title FROM esm.incident_status ORDER BY first_seen DESC LIMIT 200',
    );
    return rows.map(({ id, status, service, title }) => {
      return { value: id, description: `${status.toLowerCase()} ${service}: ${title}` };
    });
  });
}

/** Asks the store as it is: nothing is started or migrated for a completion. */
async function inStore(
  env: Environment,
  read: (database: Database) => Promise<readonly Candidate[]>,
): Promise<readonly Candidate[]> {
  const { databaseUrl, dataDir } = storeConfig({}, env);
  const url = databaseUrl ?? (await findRunningServer(join(dataDir, 'postgres')));
  if (url === undefined) return [];
  const database = readDatabase({
    url,
    poolSize: 1,
    name: 'esm-monitor completion',
    statementTimeoutMs: 1_000,
  });
  try {
    return await read(database);
  } finally {
    await database.close();
  }
}
