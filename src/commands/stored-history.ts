import { logKey } from '../log-key.ts';
import { changedTotals } from '../postgres/changed-totals.ts';
import type { Database } from '../postgres/pool.ts';
import { queryErrors } from '../postgres/query-errors.ts';
import { queryMinutes } from '../postgres/query-minutes.ts';
import type { History } from '../ui/state/feed.ts';

const historyMs = 3_600_000;
const historyRows = 500;
/** What the chart and the rates by service look back. */
const chartMs = 300_000;

/**
 * What a screen begins with: the last hour's newest errors, the totals, and the last minutes.
 *
 * @param next - Offsets that come live, keyed by `logKey`: an error at or past its log's is left to that.
 * @param now - ms since the epoch.
 */
export async function storedHistory(
  database: Database,
  next: ReadonlyMap<string, bigint>,
  now: number,
): Promise<History> {
  const newest = { services: [], levels: [], until: undefined, limit: historyRows };
  const [errors, { totals }, minutes] = await Promise.all([
    queryErrors(database, { ...newest, since: now - historyMs }),
    changedTotals(database, 0n),
    queryMinutes(database, now - chartMs),
  ]);
  const stored = errors.filter((error) => {
    const live = next.get(logKey(error));
    return live === undefined || error.offset < live;
  });
  return { errors: stored.toReversed(), totals, minutes };
}
