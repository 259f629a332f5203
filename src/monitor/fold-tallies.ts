import type { Output } from '../ports.ts';
import { isUnreachable, repeat } from './retry.ts';

/** Folds what batches counted, beside them; it hears of each stored batch as an output. */
export type Folding = Output & {
  /** Resolves when `signal` aborts; rejects when the store refuses. */
  run(signal: AbortSignal): Promise<void>;
  /** Folds what was stored since the last time. */
  close(): Promise<void>;
};

/** Many batches share a fold, and readers find few that are not folded yet. */
const everyMs = 1_000;

/**
 * Calls `fold` about once a second while batches are stored, and not while nothing is.
 *
 * When it can't, what was counted waits for the next batch: readers see it all the same.
 */
export function createFolding(fold: () => Promise<void>): Folding {
  let hasStored = false;

  async function foldStored(): Promise<void> {
    if (!hasStored) return;
    hasStored = false;
    try {
      await fold();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
  }

  return {
    push: () => {
      hasStored = true;
    },
    run: (signal) => repeat(foldStored, everyMs, signal),
    close: foldStored,
  };
}
