import { setTimeout as sleep } from 'node:timers/promises';
import type { ScreenConfig } from '../config/screen-config.ts';
import type { HealthBoard } from '../monitor/health.ts';
import type { ReadNeighbours, Triage } from '../ports.ts';
import { createHistory } from '../postgres/history.ts';
import type { Database } from '../postgres/pool.ts';
import { queryErrors } from '../postgres/query-errors.ts';
import { queryMinutes } from '../postgres/query-minutes.ts';
import { queryTotals } from '../postgres/query-totals.ts';
import { createTriage } from '../postgres/triage.ts';
import { colorLevelOf } from '../ui/color-level.ts';
import { renderWatch } from '../ui/render-watch.tsx';
import { createFeed } from '../ui/state/feed.ts';
import { createPast } from '../ui/state/past.ts';
import { initialView } from '../ui/state/view.ts';
import { whoAmI } from '../who.ts';
import type { Context } from './context.ts';
import { createSettingsKeeper, readSettings } from './screen-settings.ts';
import { keepHeapSmall } from './small-heap.ts';

const historyMs = 3_600_000;
const historyRows = 500;
/** What the chart and the rates by service look back. */
const chartMs = 300_000;

/** The live screen as a view of `watch`: opened at once, filled with the last hour when the store is open. */
export async function openScreen(
  config: ScreenConfig,
  health: HealthBoard,
  readNeighbours: ReadNeighbours,
  { stdin, stdout, interrupt }: Context,
) {
  keepHeapSmall();
  const stored = await readSettings(config.settingsFile);
  const settings = { ...stored, ...(config.theme === undefined ? {} : { theme: config.theme }) };
  const keeper = createSettingsKeeper(config.settingsFile, stored, { ...initialView, ...settings });
  const feed = createFeed();
  const past = createPast();
  const closed = new AbortController();
  let triage: Triage | undefined;
  let asking: Promise<void> | undefined;
  const screen = renderWatch({
    ...{ feed, past, readNeighbours, stdin, stdout },
    health: health.snapshot,
    triage: () => triage,
    by: whoAmI(), // whose decisions `u` takes back
    settings,
    onView: keeper.keep,
    colorLevel: colorLevelOf(stdout, config.color),
    onQuit: interrupt,
  });
  return {
    outputs: [feed],
    async fill(database: Database): Promise<void> {
      const newest = { services: [], levels: [], until: undefined, limit: historyRows };
      const [errors, totals, minutes] = await Promise.all([
        queryErrors(database, { ...newest, since: Date.now() - historyMs }),
        queryTotals(database),
        queryMinutes(database, Date.now() - chartMs),
      ]);
      feed.preload({ errors: errors.toReversed(), totals, minutes });
      triage = createTriage(database);
      asking = past.run(createHistory(database), closed.signal);
    },
    async close(): Promise<void> {
      closed.abort();
      screen.close();
      await Promise.race([Promise.all([screen.done, asking, keeper.settled()]), sleep(500)]);
    },
  };
}
