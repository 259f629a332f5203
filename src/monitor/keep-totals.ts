import type { MonitorError } from '../errors.ts';
import type { Output, TotalsCache } from '../ports.ts';
import type { ChangedTotals } from '../types.ts';
import { isUnreachable, repeat } from './retry.ts';

export type TotalsOptions = {
  /**
   * Folds what batches counted into the totals of the store, unless somebody else is at it; undefined for who only looks
   * on.
   */
  readonly fold: (() => Promise<void>) | undefined;
  /** Totals of the store that are newer than a version. */
  readonly changedSince: (version: bigint) => Promise<ChangedTotals>;
  readonly cache: TotalsCache | undefined;
  readonly outputs: readonly Output[];
  /** Hears in each round whether the store could be reached: where nothing comes, nothing else asks it. */
  readonly onReach?: (failure: MonitorError | undefined) => void;
  /** ms of a clock that nobody sets. */
  readonly now?: () => number;
};

/** Keeps the totals, which all members count together, and tells of them. */
export type Totals = {
  /** Resolves when `signal` aborts; rejects when the store refuses. */
  run(signal: AbortSignal): Promise<void>;
  /** Folds and tells what was stored last, unless the store is away. */
  close(): Promise<void>;
};

/** Many batches share a fold, and readers find few that are not folded yet. */
const everyMs = 1_000;
/** A fold of 5,000 incidents takes the server 0.1 to 0.2 s. Folds may take a twentieth of the time; none waits for long. */
const restPerWork = 19;
const longestRestMs = 5_000;

/**
 * Folds about once a second, less often where that takes long, then tells the outputs and Redis what has changed since they
 * were told last, whoever stored and folded it: what a killed member left behind is folded and told by the others.
 *
 * While the store can't be reached, what was counted waits: readers of the store see it all the same.
 */
export function createTotals(options: TotalsOptions): Totals {
  const { fold, changedSince, cache, outputs, onReach, now = () => performance.now() } = options;
  const showing = outputs.filter((output) => output.totals !== undefined);
  let told = 0n;
  let isAway = false;
  let restUntil = 0;

  async function foldUnlessResting(): Promise<void> {
    const begun = now();
    if (begun < restUntil) return;
    await fold?.();
    const ended = now();
    restUntil = ended + Math.min((ended - begun) * restPerWork, longestRestMs);
  }

  async function tell(): Promise<void> {
    if (showing.length === 0) return;
    const changed = await changedSince(told);
    const isSetBack = changed.version < told; // it was restored from a backup
    const { version, totals } = isSetBack ? await changedSince(0n) : changed;
    if (totals.length > 0) for (const output of showing) output.totals?.(totals);
    told = version;
  }

  async function round(): Promise<void> {
    try {
      await foldUnlessResting();
      await tell();
      await cache?.sync();
      isAway = false;
      onReach?.(undefined);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      isAway = true;
      onReach?.(error);
    }
  }

  return {
    run: (signal) => repeat(round, everyMs, signal),
    async close() {
      restUntil = 0;
      if (!isAway) await round();
    },
  };
}
