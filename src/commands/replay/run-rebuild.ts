import type { StoreConfig } from '../../config/store-config.ts';
import { write } from '../../output/json-lines.ts';
import { openConfiguredDatabase } from '../../postgres/open-store.ts';
import { type CountDifferences, rebuildTotals } from '../../postgres/rebuild-totals.ts';
import { confirmed } from '../confirm.ts';
import type { Context } from '../context.ts';

export type RebuildRun = { readonly store: StoreConfig; readonly dryRun: boolean; readonly yes: boolean };

/** Shows where totals, minutes and hours are not what the stored errors say, asks, and puts them right. */
export async function runRebuild({ store, dryRun, yes }: RebuildRun, context: Context): Promise<void> {
  const { stdout, stderr, signal } = context;
  const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor replay', signal);
  try {
    // Members wait while the rows are counted, but for nobody's answer: after a yes they are counted again.
    const lines = linesOf(await rebuildTotals(database, yes && !dryRun));
    await write(stdout, lines.join(''));
    if (lines.length === 0) {
      stderr.write('The totals are what the stored errors say.\n');
    } else if (dryRun || (!yes && !(await confirmed('Put them right?', context)))) {
      stderr.write('Nothing was changed.\n');
    } else {
      if (!yes) await rebuildTotals(database, true);
      stderr.write('The totals are right again.\n');
    }
  } finally {
    await database.close();
  }
}

function linesOf({ totals, others }: CountDifferences): readonly string[] {
  return [
    ...totals.map(
      ({ service, counted, stored }) =>
        `${service}: the totals count ${counted} errors, ${stored} are stored\n`,
    ),
    ...others.map(({ name, rows }) => `${name} that count other errors than are stored: ${rows}\n`),
  ];
}
