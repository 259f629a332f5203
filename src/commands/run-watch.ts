import type { AlertConfig } from '../config/alert-config.ts';
import type { HttpConfig } from '../config/http-config.ts';
import { retentionStart } from '../config/retention-config.ts';
import type { StoreConfig } from '../config/store-config.ts';
import { createHealth, type HealthBoard, tellPostgres } from '../monitor/health.ts';
import { createTotals } from '../monitor/keep-totals.ts';
import { openAdapters, openDatabaseWaiting, openRedis } from '../monitor/open-adapters.ts';
import { findMark, type Live, openLive } from '../monitor/open-live.ts';
import { isUnreachable, repeat } from '../monitor/retry.ts';
import { runMonitor } from '../monitor/run-monitor.ts';
import { runTogether } from '../monitor/run-together.ts';
import { watchRates } from '../monitor/watch-rates.ts';
import { createPipeline } from '../pipeline/process-batch.ts';
import type { IncidentChange, TotalsCache } from '../ports.ts';
import { changedTotals } from '../postgres/changed-totals.ts';
import { escalate } from '../postgres/escalation.ts';
import { fold } from '../postgres/fold.ts';
import type { Database } from '../postgres/pool.ts';
import { incidentsById } from '../postgres/query-incident.ts';
import { prune } from '../postgres/retention.ts';
import { createClosing } from './closing.ts';
import type { Context } from './context.ts';
import type { Alerts } from './open-alerts.ts';
import { tell } from './tell.ts';
import { openView, type ViewConfig } from './view.ts';

export type WatchConfig = ViewConfig & {
  readonly store: StoreConfig;
  readonly http: HttpConfig | undefined;
  /** Whole days of errors to keep; undefined keeps everything. */
  readonly retentionDays: number | undefined;
  readonly alerts: AlertConfig | undefined;
};

const pruneEveryMs = 3_600_000;

/** Runs the monitor until `context.signal` aborts; opens the view first, so that waiting for a server is visible. */
export async function runWatch(config: WatchConfig, context: Context): Promise<void> {
  /** What runs beside the loop, the view too, ends with it, also when it fails. */
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  const closing = createClosing();
  const { headless } = config.output;
  const { plain } = config.screen;
  const health = createHealth({
    group: config.kafka.group,
    redis: config.store.redisUrl !== undefined,
    redaction: config.pipeline.redaction !== false,
    now: Date.now,
    ...(headless || plain ? { onChange: (text) => tell(context, text) } : {}),
  });
  if (config.pipeline.redaction === false) {
    health.notice('Redaction is off (--no-redact): secrets in log texts are stored and shown as they are.');
  }
  for (const { what, toDo } of config.store.plainLogins) health.notice(`${what} ${toDo}`);
  try {
    const http = config.http && (await openHttp(config.http, health));
    closing.defer(() => http?.close());
    const view = await openView(config, health, { ...context, signal });
    closing.defer(() => view.close());
    const redis = await openRedis(config.store.redisUrl, health, closing);
    const database = await openDatabaseWaiting(config.store, health, signal);
    closing.defer(() => database.close());
    http?.fill(database);
    const { group } = config.kafka;
    let live: Live | undefined;
    let cache: TotalsCache | undefined;
    const found = redis && view.others && (await findMark(database, redis, group));
    const announce = (change: IncidentChange): void => live?.feed.announce(change);
    await view.fill(database, { next: found?.mark.next ?? new Map(), announce });
    // Kafka may be waited for. Until it names its cluster, the group is the one that the store knows.
    const meanwhile = createClosing();
    closing.defer(meanwhile.close);
    const watching = { health, others: view.others };
    live = redis && found && openLive({ redis, ...found, ...watching }, meanwhile, signal);
    const totals = createTotals({
      fold: () => fold(database),
      changedSince: (version) => changedTotals(database, version),
      cache: { sync: async () => await cache?.sync() },
      outputs: view.outputs,
      onReach: (failure) => tellPostgres(health, failure),
    });
    closing.defer(() => totals.close());

    const readTopics = async (): Promise<void> => {
      const adapters = await openAdapters(config.kafka, redis, database, health, closing, signal);
      const owner = { clusterId: adapters.clusterId, group };
      if (found?.owner.clusterId !== owner.clusterId) {
        await meanwhile.close();
        live = redis && openLive({ redis, owner, mark: undefined, ...watching }, closing, signal);
      }
      cache = adapters.cache;
      const outputs = [...view.outputs, ...(http?.outputs ?? []), ...(live ? [live.feed] : [])];
      const store = http?.timed(adapters.store) ?? adapters.store;
      const alerts = config.alerts && (await openAlerts(config.alerts, database, health, signal));
      const pipeline = createPipeline(config.pipeline);
      const tasks = [
        runMonitor({ ...adapters, store, outputs, pipeline, health }, signal),
        watchRates(
          {
            escalate: () => escalate(database),
            incidents: (ids) => incidentsById(database, ids),
            outputs,
          },
          signal,
        ),
        pruneNowAndThen(config.retentionDays, database, health, signal),
        live?.running,
        alerts?.run(signal),
      ];
      await runTogether(tasks, () => ending.abort());
    };
    await runTogether([readTopics(), totals.run(signal), live?.running], () => ending.abort());
  } catch (error) {
    // Asked to end while a server was waited for: that is an end in order, nothing was read.
    if (!context.signal.aborted || health.snapshot().partitions.length > 0) throw error;
  } finally {
    ending.abort();
    await closing.close();
  }
}

/** Any number of members may do it: one at a time drops days, the others find nothing to do. */
async function pruneNowAndThen(
  days: number | undefined,
  database: Database,
  health: HealthBoard,
  signal: AbortSignal,
): Promise<void> {
  if (days === undefined) return;
  await repeat(
    async () => {
      try {
        const dropped = await prune(database, retentionStart(days, Date.now()));
        if (dropped !== undefined && dropped.length > 0) {
          health.inform(`Dropped ${dropped.length} days of errors that are older than ${days} days.`);
        }
      } catch (error) {
        if (!isUnreachable(error)) throw error; // the next round tries again
      }
    },
    pruneEveryMs,
    signal,
  );
}

/** Loaded only when it is wanted, like the screen. */
async function openHttp(config: HttpConfig, health: HealthBoard) {
  const { serveHttp } = await import('./serve-http.ts');
  return await serveHttp(config, health);
}

/** Loaded only when it is wanted, like the screen. */
async function openAlerts(
  config: AlertConfig,
  database: Database,
  health: HealthBoard,
  signal: AbortSignal,
): Promise<Alerts> {
  const { openAlerts: open } = await import('./open-alerts.ts');
  return await open(config, database, health, signal);
}
