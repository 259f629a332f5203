import type { BatchControls } from '../ports.ts';
import type { RawBatch } from '../types.ts';
import { holding } from './holding.ts';
import { madeAnew } from './log-notices.ts';
import { sliceBatch } from './slice-batch.ts';

export type FitterOptions = {
  /** First offset that the log still holds. */
  readonly lowest: () => Promise<bigint>;
  /** Goes past offsets that hold nothing any more. */
  readonly pass: (from: bigint, next: bigint, end: bigint) => void;
  /** Reads no more, and says why. */
  readonly stop: (reason: string) => void;
};

/** Fits what comes from the source to the position. */
export type Fitter = {
  /** The part of the batch that continues at `next`; undefined when there is none and the source must seek, or stop. */
  fit(batch: RawBatch, next: bigint, controls: BatchControls): Promise<RawBatch | undefined>;
  /** The position was set anew. */
  reset(): void;
};

export function createFitter({ lowest, pass, stop }: FitterOptions): Fitter {
  /** Where we sought back to after a jump; a second jump from there is no loss but records that Kafka filtered. */
  let soughtBackTo: bigint | undefined;

  async function fit(batch: RawBatch, next: bigint, controls: BatchControls): Promise<RawBatch | undefined> {
    if (batch.end < next) {
      stop(madeAnew(next, batch.end));
      controls.stop();
      return undefined;
    }
    if (batch.next <= next) {
      controls.seek(next);
      return undefined;
    }
    if (batch.from < next) return sliceBatch(batch, next, batch.next);
    if (batch.from === next) return batch;
    return await bridge(batch, next, controls);
  }

  /** A batch that starts past the position: deleted by retention, filtered by Kafka, or skipped by the client. */
  async function bridge(
    batch: RawBatch,
    next: bigint,
    controls: BatchControls,
  ): Promise<RawBatch | undefined> {
    const low = await holding(lowest(), controls);
    const start = low > next ? low : next;
    if (start > next) pass(next, start, batch.end);
    if (batch.from === start || soughtBackTo === start) return { ...batch, from: start };
    soughtBackTo = start;
    controls.seek(start);
    return undefined;
  }

  return {
    fit,
    reset: () => {
      soughtBackTo = undefined;
    },
  };
}
