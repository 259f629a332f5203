import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthBoard } from '../monitor/health.ts';
import type { Database } from '../postgres/pool.ts';
import { queryErrors } from '../postgres/query-errors.ts';
import { queryTotals } from '../postgres/query-totals.ts';
import { renderWatch } from '../ui/render-watch.tsx';
import { createFeed } from '../ui/state/feed.ts';
import type { Context } from './context.ts';

const historyMs = 3_600_000;
const historyRows = 500;

/** The live screen as a view of `watch`: opened at once, filled with the last hour when the store is open. */
export function openScreen(health: HealthBoard, { stdin, stdout, interrupt }: Context) {
  const feed = createFeed();
  const screen = renderWatch({ feed, health: health.snapshot, onQuit: interrupt, stdin, stdout });
  return {
    outputs: [feed],
    async fill(database: Database): Promise<void> {
      const newest = { services: [], levels: [], until: undefined, limit: historyRows };
      const errors = await queryErrors(database, { ...newest, since: Date.now() - historyMs });
      feed.preload({ errors: errors.toReversed(), totals: await queryTotals(database) });
    },
    async close(): Promise<void> {
      screen.close();
      await Promise.race([screen.done, sleep(500)]);
    },
  };
}
