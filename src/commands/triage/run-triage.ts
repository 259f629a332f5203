import type { StoreConfig } from '../../config/store-config.ts';
import { MonitorError } from '../../errors.ts';
import { toLine, write } from '../../output/json-lines.ts';
import { incidentRecord } from '../../output/rows/incident-rows.ts';
import type { Triage, TriageOutcome } from '../../ports.ts';
import { openConfiguredDatabase } from '../../postgres/open-store.ts';
import { createTriage } from '../../postgres/triage.ts';
import { whoAmI } from '../../who.ts';
import { createClosing } from '../closing.ts';
import type { Context } from '../context.ts';
import { tellingTriage } from '../telling-triage.ts';
import { openScreens } from './tell-screens.ts';

export type TriageRun = {
  readonly ids: readonly string[];
  /** The action in the past tense. */
  readonly done: string;
  /** For how long, such as `until 2026-12-24 09:00:00`; left out where it is for good. */
  readonly until?: string;
  readonly act: (triage: Triage, id: string, by: string) => Promise<TriageOutcome>;
  readonly json: boolean;
  readonly store: StoreConfig;
};

/**
 * Decides about each incident in turn and says what came of it; one that is refused keeps no other from its turn. Screens
 * that are open hear of it through Redis.
 *
 * @throws MonitorError `REFUSED` at the end, when any was.
 */
export async function runTriage(
  { ids, done, until, act, json, store }: TriageRun,
  context: Context,
): Promise<void> {
  const { stdout, stderr, signal } = context;
  const closing = createClosing();
  try {
    const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor triage', signal);
    closing.defer(() => database.close());
    const screens = await openScreens(store.redisUrl, database);
    closing.defer(() => screens.close());
    const triage = tellingTriage(createTriage(database), screens.tell);
    const by = whoAmI();
    let refused = 0;
    for (const id of ids) {
      const outcome = await act(triage, id, by);
      if (outcome.outcome === 'refused') {
        refused += 1;
        stderr.write(`${id}: ${outcome.reason}\n`);
        continue;
      }
      const { incident } = outcome;
      const shortId = incident.id.slice(0, 8);
      const what = [done, shortId, until].filter(Boolean).join(' ');
      const text = `${what}, ${incident.service}: ${incident.title}`;
      await write(stdout, `${json ? toLine(incidentRecord(incident)) : text}\n`);
    }
    if (refused > 0) {
      throw new MonitorError(
        'REFUSED',
        `${refused} of ${ids.length} could not be changed.`,
        'See the incidents: esm-monitor query incidents',
      );
    }
  } finally {
    await closing.close();
  }
}
