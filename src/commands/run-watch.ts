import type { KafkaConfig, OutputConfig, StoreConfig } from '../config/config.ts';
import type { HttpConfig } from '../config/http-config.ts';
import { retentionStart } from '../config/retention-config.ts';
import type { ScreenConfig } from '../config/screen-config.ts';
import { muteTimeoutWarnings } from '../kafka/client.ts';
import { createHealth, type HealthBoard } from '../monitor/health.ts';
import { openAdapters, openDatabaseWaiting } from '../monitor/open-adapters.ts';
import { createReadNeighbours } from '../monitor/read-neighbours.ts';
import { isUnreachable, repeat } from '../monitor/retry.ts';
import { runMonitor } from '../monitor/run-monitor.ts';
import { watchRates } from '../monitor/watch-rates.ts';
import { createJsonLines } from '../output/json-lines.ts';
import { createStatsLines } from '../output/stats-lines.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import { createPipeline } from '../pipeline/process-batch.ts';
import type { Output } from '../ports.ts';
import { escalate } from '../postgres/escalation.ts';
import { createHistory } from '../postgres/history.ts';
import type { Database } from '../postgres/pool.ts';
import { prune } from '../postgres/retention.ts';
import { createClosing } from './closing.ts';
import type { Context } from './context.ts';

export type WatchConfig = {
  readonly kafka: KafkaConfig;
  readonly store: StoreConfig;
  readonly pipeline: PipelineOptions;
  readonly output: OutputConfig;
  readonly screen: ScreenConfig;
  readonly http: HttpConfig | undefined;
  /** Whole days of errors to keep; undefined keeps everything. */
  readonly retentionDays: number | undefined;
};

const pruneEveryMs = 3_600_000;

/** What shows the stored batches: the screen, or lines on stdout. */
type View = {
  readonly outputs: readonly Output[];
  /** Called once the store is open, to show what it knows already. */
  fill(database: Database): Promise<void>;
  close(): Promise<void>;
};

/** Runs the monitor until `context.signal` aborts; opens the view first, so that waiting for a server is visible. */
export async function runWatch(config: WatchConfig, context: Context): Promise<void> {
  muteTimeoutWarnings();
  const { signal } = context;
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
  try {
    const http = config.http && (await openHttp(config.http, health));
    closing.defer(() => http?.close());
    const view = headless
      ? openLines(config.output, health, context)
      : await openScreen(config, health, context);
    closing.defer(() => view.close());
    const database = await openDatabaseWaiting(config.store, health, signal);
    closing.defer(() => database.close());
    http?.fill(database);
    await view.fill(database);
    const adapters = await openAdapters(
      config.kafka,
      config.store.redisUrl,
      database,
      health,
      closing,
      signal,
    );
    const outputs = [...view.outputs, ...(http?.outputs ?? [])];
    const history = createHistory(database);
    await Promise.all([
      runMonitor({ ...adapters, outputs, pipeline: createPipeline(config.pipeline), health }, signal),
      watchRates({ escalate: () => escalate(database), history, outputs }, signal),
      pruneNowAndThen(config.retentionDays, database, health, signal),
    ]);
  } catch (error) {
    // Asked to end while a server was waited for: that is an end in order, nothing was read.
    if (!signal.aborted || health.snapshot().partitions.length > 0) throw error;
  } finally {
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
          health.notice(`Dropped ${dropped.length} days of errors that are older than ${days} days.`);
        }
      } catch (error) {
        if (!isUnreachable(error)) throw error; // the next round tries again
      }
    },
    pruneEveryMs,
    signal,
  );
}

function openLines(
  { quiet, statsEveryMs }: OutputConfig,
  health: HealthBoard,
  { stdout, signal }: Context,
): View {
  const lines = quiet ? [] : [createJsonLines(stdout)];
  if (statsEveryMs === undefined) return { outputs: lines, fill: async () => {}, close: async () => {} };
  const stats = createStatsLines(stdout, health.snapshot, Date.now);
  const printing = repeat(stats.print, statsEveryMs, signal);
  return { outputs: [...lines, stats], fill: async () => {}, close: () => printing };
}

/** Loaded only when it is wanted, like the screen. */
async function openHttp(config: HttpConfig, health: HealthBoard) {
  const { serveHttp } = await import('./serve-http.ts');
  return await serveHttp(config, health);
}

/** Loaded only when it is wanted: React and Ink cost 20 MiB. */
async function openScreen(config: WatchConfig, health: HealthBoard, context: Context): Promise<View> {
  const { screen, kafka, pipeline } = config;
  if (screen.plain) {
    const { openPlain } = await import('./plain.ts');
    return openPlain(screen, context);
  }
  const { openScreen: open } = await import('./screen.ts');
  return open(screen, health, createReadNeighbours(kafka.brokers, pipeline), context);
}

/** Diagnostics go to stderr, a sentence a line, so that stdout holds nothing but JSON. */
function tell({ stderr }: Context, text: string): void {
  stderr.write(`${new Date().toISOString()} ${text}\n`);
}
