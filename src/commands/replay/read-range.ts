import { type OffsetRange, readRanges } from '../../kafka/read-ranges.ts';
import { logKey } from '../../log-key.ts';
import { slicesOf } from '../../monitor/slice-batch.ts';
import { createPipeline } from '../../pipeline/process-batch.ts';
import type { PlanRow } from '../../replay/plan.ts';
import type { BatchResult, RawBatch } from '../../types.ts';
import type { OpenReplay, ReplayRun } from './open-replay.ts';

/** Records that go through the pipeline at once. */
const recordsAtOnce = 1_000;

/** From the plan's target to `--until`, or to the end that `endOf` names. */
export async function rangesOf(
  { cluster, topics, plan }: OpenReplay,
  { until }: ReplayRun,
  endOf: (row: PlanRow) => bigint,
): Promise<readonly OffsetRange[]> {
  const found =
    until === undefined ? [] : await Promise.all(topics.map((topic) => cluster.offsetsAt(topic, until)));
  const ends = new Map(found.flatMap((byLog) => [...byLog]));
  return plan.map((row) => {
    const end = endOf(row);
    const asked = ends.get(logKey(row.log)) ?? end;
    return { log: row.log, from: row.target, to: asked < end ? asked : end };
  });
}

/** Reads ranges through the pipeline, some records at a time. */
export async function readThroughPipeline(
  { kafka }: OpenReplay,
  { pipeline: options, kafka: { brokers } }: ReplayRun,
  ranges: readonly OffsetRange[],
  onResult: (result: BatchResult) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const pipeline = createPipeline(options);
  const onBatch = async (batch: RawBatch) => {
    for (const slice of slicesOf(batch, batch.from, () => recordsAtOnce)) {
      if (signal.aborted) return;
      await onResult(pipeline(slice));
    }
  };
  await readRanges(kafka, brokers, ranges, onBatch, signal);
}
