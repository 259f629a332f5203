import { setTimeout as sleep } from 'node:timers/promises';
import type { ScreenConfig } from '../config/screen-config.ts';
import type { HealthBoard } from '../monitor/health.ts';
import type { IncidentChange, ReadNeighbours, Triage } from '../ports.ts';
import { createHistory } from '../postgres/history.ts';
import type { Database } from '../postgres/pool.ts';
import { createTriage } from '../postgres/triage.ts';
import { colorLevelOf } from '../text/color-level.ts';
import { visibleLines } from '../text/visible.ts';
import { calmSeconds, renderWatch } from '../ui/render-watch.tsx';
import { createFeed } from '../ui/state/feed.ts';
import { createPast } from '../ui/state/past.ts';
import { initialView } from '../ui/state/view.ts';
import { whoAmI } from '../who.ts';
import type { Context } from './context.ts';
import { createSettingsKeeper, readSettings } from './screen-settings.ts';
import { storedHistory } from './stored-history.ts';
import { tellingTriage } from './telling-triage.ts';
import type { Beginning, View } from './view.ts';

/** The live screen as a view of `watch`: opened at once, filled with the last hour when the store is open. */
export async function openScreen(
  config: ScreenConfig,
  health: HealthBoard,
  readNeighbours: ReadNeighbours,
  { stdin, stdout, interrupt }: Context,
): Promise<View> {
  const chosen = await readSettings(config.settingsFile);
  const settings = { ...chosen, ...(config.theme === undefined ? {} : { theme: config.theme }) };
  const keeper = createSettingsKeeper(config.settingsFile, chosen, { ...initialView, ...settings });
  const feed = createFeed(config.screenReader ? { frameMs: calmSeconds * 1_000 } : {});
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
    mouse: config.mouse,
    screenReader: config.screenReader,
    colorLevel: colorLevelOf(stdout, config.color),
    onQuit: interrupt,
  });
  // A decision or an escalation, wherever it was made: the store has it, and is asked at once.
  const announce = (change: IncidentChange): void => {
    screen.announce(change);
    past.refresh();
  };
  return {
    outputs: [{ push: feed.push, announce, totals: feed.totals }],
    others: { take: feed.take, announce },
    async fill(database: Database, { next, announce: tell }: Beginning): Promise<void> {
      feed.preload(await storedHistory(database, next, Date.now()));
      triage = tellingTriage(createTriage(database), (change) => {
        screen.announce(change);
        tell(change);
      });
      asking = past.run(createHistory(database), closed.signal);
    },
    async close(): Promise<void> {
      closed.abort();
      screen.close();
      await Promise.race([Promise.all([screen.done, asking, keeper.settled()]), sleep(500)]);
      const picked = config.printSelection ? screen.picked() : undefined;
      if (picked !== undefined) stdout.write(`${visibleLines(picked).join('\n')}\n`);
    },
  };
}
