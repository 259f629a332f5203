import type { StoreConfig } from '../../config/store-config.ts';
import { serviceRows } from '../../output/rows/service-rows.ts';
import { queryServices, type ServiceQuery, type ServiceSummary } from '../../postgres/query-services.ts';
import type { Context } from '../context.ts';
import type { Printing } from './flags.ts';
import { runListing } from './run-listing.ts';

export type ServicesRun = {
  readonly query: ServiceQuery;
  readonly printing: Printing;
  readonly store: StoreConfig;
};

export async function runServices({ query, printing, store }: ServicesRun, context: Context): Promise<void> {
  await runListing<ServiceSummary>(
    {
      pages: async function* (database) {
        const rows = await queryServices(database, query);
        if (rows.length > 0) yield { rows };
      },
      form: () => serviceRows,
      empty: 'No service has been counted then. Leave out --since for all time.',
    },
    printing,
    store,
    context,
  );
}
