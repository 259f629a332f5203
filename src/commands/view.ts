import type { KafkaConfig } from '../config/kafka-config.ts';
import type { OutputConfig } from '../config/output-config.ts';
import type { ScreenConfig } from '../config/screen-config.ts';
import { type FollowOptions, followStore } from '../live/follow-store.ts';
import type { HealthBoard } from '../monitor/health.ts';
import { createReadNeighbours } from '../monitor/read-neighbours.ts';
import { isUnreachable, repeat, retry } from '../monitor/retry.ts';
import { createJsonLines } from '../output/json-lines.ts';
import { createStatsLines } from '../output/stats-lines.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import type { IncidentChange, LiveOutput, Output } from '../ports.ts';
import type { Database } from '../postgres/pool.ts';
import { queryCluster } from '../postgres/query-cluster.ts';
import { queryRange } from '../postgres/query-range.ts';
import { importInk } from '../ui/import-ink.ts';
import type { Context } from './context.ts';
import { keepHeapSmall } from './small-heap.ts';

/** What shows the stored batches: the screen, lines of text, or JSON lines. */
export type View = {
  /** Take what this process stores. */
  readonly outputs: readonly Output[];
  /** Takes what other members store; undefined for JSON lines, which are of this member alone. */
  readonly others: LiveOutput | undefined;
  /** Called once the store is open, to show what it knows already. */
  fill(database: Database, beginning: Beginning): Promise<void>;
  close(): Promise<void>;
};

/** How what the store knows and what comes live fit together. */
export type Beginning = {
  /** Offsets that come live, keyed by `logKey`: of such a log, history ends before this one. */
  readonly next: ReadonlyMap<string, bigint>;
  /** Tells the other terminals what a person has decided here. */
  readonly announce: (change: IncidentChange) => void;
};

export type ViewConfig = {
  readonly output: OutputConfig;
  readonly screen: ScreenConfig;
  readonly kafka: KafkaConfig;
  readonly pipeline: PipelineOptions;
};

/** A member that lags further than these catches up, and needs room more than it needs to be small. */
const manyRecords = 50_000;

/** Opens the view that was asked for. An observer's shows what the others store, also as JSON lines. */
export async function openView(
  { output, screen, kafka, pipeline }: ViewConfig,
  health: HealthBoard,
  context: Context,
): Promise<View> {
  keepHeapSmall(() => health.lag() > manyRecords);
  if (output.headless) return openLines(output, health, context);
  // Loaded only when they are wanted: React and Ink cost 20 MiB.
  if (screen.plain) {
    const { openPlain } = await import('./plain.ts');
    return openPlain(screen, context);
  }
  const { openScreen } = await importInk(() => import('./screen.ts'));
  return openScreen(screen, health, createReadNeighbours(kafka, pipeline), context);
}

function openLines(
  { quiet, statsEveryMs }: OutputConfig,
  health: HealthBoard,
  { stdout, signal }: Context,
): View {
  const lines = quiet ? [] : [createJsonLines(stdout)];
  const stats =
    statsEveryMs === undefined
      ? undefined
      : createStatsLines(stdout, health.snapshot, Date.now, () => performance.now());
  const outputs = stats === undefined ? lines : [...lines, stats];
  const printing =
    stats && statsEveryMs !== undefined ? repeat(stats.print, statsEveryMs, signal) : undefined;
  const { observer } = health.snapshot().self;
  let following: LiveOutput | undefined;
  return {
    outputs,
    others: observer
      ? { take: (batch) => following?.take(batch), announce: (change) => following?.announce?.(change) }
      : undefined,
    async fill(database) {
      if (observer) following = followStore({ errorsOf: errorsOf(database, health, signal), outputs });
    },
    close: async () => await printing,
  };
}

/** Reads a stretch of a log, as soon as the store can be reached. */
function errorsOf(database: Database, health: HealthBoard, signal: AbortSignal): FollowOptions['errorsOf'] {
  let clusterId: string | undefined;
  return async (stretch, limit) =>
    await retry(
      async () => {
        clusterId ??= await queryCluster(database, health.snapshot().group);
        return clusterId === undefined ? [] : await queryRange(database, clusterId, stretch, limit);
      },
      isUnreachable,
      signal,
    );
}
