import type { HttpConfig } from '../config/http-config.ts';
import type { StoreConfig } from '../config/store-config.ts';
import { createHealth, type HealthBoard } from '../monitor/health.ts';
import { createTotals } from '../monitor/keep-totals.ts';
import { openDatabaseWaiting, openRedis } from '../monitor/open-adapters.ts';
import { findMark, type Live, openLive } from '../monitor/open-live.ts';
import { isUnreachable, repeat } from '../monitor/retry.ts';
import type { IncidentChange } from '../ports.ts';
import { changedTotals } from '../postgres/changed-totals.ts';
import type { Database } from '../postgres/pool.ts';
import { queryCluster } from '../postgres/query-cluster.ts';
import { streamBeginning } from '../redis/live-reader.ts';
import { createClosing } from './closing.ts';
import type { Context } from './context.ts';
import { tell } from './tell.ts';
import { openView, type ViewConfig } from './view.ts';

export type ObserveConfig = ViewConfig & {
  readonly store: StoreConfig;
  /** Of the environment or the file, and meant for members: an observer says that it leaves it out. */
  readonly http: HttpConfig | undefined;
};

const lookEveryMs = 2_000;

/** Shows what the members of a group publish and store until `context.signal` aborts; joins no group, reads no Kafka. */
export async function runObserve(config: ObserveConfig, context: Context): Promise<void> {
  const { signal } = context;
  const { group } = config.kafka;
  const closing = createClosing();
  const health = createHealth({
    ...{ group, redis: true, observer: true, now: Date.now },
    ...(config.output.headless || config.screen.plain ? { onChange: (text) => tell(context, text) } : {}),
  });
  for (const { what, toDo } of config.store.plainLogins) health.notice(`${what} ${toDo}`);
  if (config.http) health.inform('ESM_HTTP is left out: members answer HTTP, an observer does not.');
  try {
    const view = await openView(config, health, context);
    closing.defer(() => view.close());
    const redis = await openRedis(config.store.redisUrl, health, closing);
    const database = await openDatabaseWaiting(config.store, health, signal);
    closing.defer(() => database.close());
    let live: Live | undefined;
    const announce = (change: IncidentChange): void => live?.feed.announce(change);
    // Of a group that never ran the store holds nothing: all that it will publish is news.
    const isNew = (await queryCluster(database, group)) === undefined;
    const found = redis && (await findMark(database, redis, group));
    await view.fill(database, { next: found?.mark.next ?? new Map(), announce });

    const looking = new AbortController();
    closing.defer(() => looking.abort());
    const end = AbortSignal.any([signal, looking.signal]);
    const known = Promise.withResolvers<string>();
    const watching = repeat(() => look(database, health, known.resolve), lookEveryMs, end);
    // Of a group that never ran nothing is known until the end, or until the store refuses.
    const clusterId = await Promise.race([known.promise, watching]);
    if (redis && clusterId !== undefined) {
      const owner = { clusterId, group };
      const mark = isNew ? streamBeginning : found?.mark;
      live = openLive({ redis, owner, health, others: view.others, mark }, closing, signal);
    }
    const totals = createTotals({
      fold: undefined,
      changedSince: (version) => changedTotals(database, version),
      cache: undefined,
      outputs: view.outputs,
    });
    await Promise.all([watching, live?.running, totals.run(end)]);
  } catch (error) {
    if (!signal.aborted) throw error; // asked to end while a server was waited for: that is an end in order
  } finally {
    await closing.close();
  }
}

/** Asks the store whether it is there, and which cluster the group reads; a group that never ran has none. */
async function look(
  database: Database,
  health: HealthBoard,
  onCluster: (clusterId: string) => void,
): Promise<void> {
  try {
    const clusterId = await queryCluster(database, health.snapshot().group);
    health.link('postgres', 'up', null);
    if (clusterId === undefined) health.members([health.snapshot().self]);
    else onCluster(clusterId);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    health.link('postgres', 'down', `${error.message} ${error.hint}`);
  }
}
