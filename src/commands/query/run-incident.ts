import type { StoreConfig } from '../../config/store-config.ts';
import { incidentPage, incidentStory } from '../../output/incident-page.ts';
import { toLine } from '../../output/json-lines.ts';
import { findIncident } from '../../postgres/find-incident.ts';
import { openConfiguredDatabase } from '../../postgres/open-store.ts';
import { queryIncidentDetail } from '../../postgres/query-incident.ts';
import { queryOccurrences } from '../../postgres/query-occurrences.ts';
import type { Context } from '../context.ts';
import { noIncident } from '../no-incident.ts';
import type { Printing } from './flags.ts';
import { lookOf, openSink } from './print-target.ts';

export type IncidentRun = {
  readonly id: string;
  readonly samples: number;
  readonly printing: Printing;
  readonly store: StoreConfig;
};

export async function runIncident(
  { id, samples, printing, store }: IncidentRun,
  context: Context,
): Promise<void> {
  const database = await openConfiguredDatabase(
    { ...store, poolSize: 2 },
    'esm-monitor query',
    context.signal,
  );
  try {
    const found = await findIncident(database, id);
    const incident = found.id === undefined ? undefined : await queryIncidentDetail(database, found.id);
    if (found.id === undefined || incident === undefined) {
      throw noIncident(found.id === undefined ? found.reason : `No errors of ${found.id} are counted.`);
    }
    const errors = await queryOccurrences(database, found.id, samples);
    const sink = await openSink(printing, context);
    const text =
      printing.format === 'json'
        ? toLine(incidentStory(incident, errors))
        : incidentPage(incident, errors, lookOf(printing, context));
    await sink.write(`${text}\n`);
    await sink.close(true);
  } finally {
    await database.close();
  }
}
