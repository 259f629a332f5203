import { joinCounts } from '../tally.ts';
import type { BatchResult, LogError } from '../types.ts';

/** Results of contiguous batches of one log, joined as they come into one that may be stored in one transaction. */
export type JoinedBatch = {
  /** Takes the result that continues what was taken before. */
  add(result: BatchResult): void;
  errors(): number;
  batch(): BatchResult;
};

export function createJoinedBatch(first: BatchResult): JoinedBatch {
  let whole: Growing | undefined;

  return {
    add(result) {
      whole ??= grow(first);
      whole.add(result);
    },
    errors: () => whole?.errors.length ?? first.errors.length,
    batch: () => whole?.batch() ?? first,
  };
}

type Growing = {
  readonly errors: readonly LogError[];
  add(result: BatchResult): void;
  batch(): BatchResult;
};

function grow(first: BatchResult): Growing {
  const counts = [first.counts];
  const errors = [...first.errors];
  const deadLetters = [...first.deadLetters];
  let { next, end, records, joined = 0 } = first;
  return {
    errors,
    add(result) {
      ({ next, end } = result);
      records += result.records;
      joined += result.joined ?? 0;
      for (const error of result.errors) errors.push(error); // spread, thousands would overflow the stack
      for (const letter of result.deadLetters) deadLetters.push(letter);
      counts.push(result.counts);
    },
    batch: () => ({
      ...first,
      next,
      end,
      records,
      ...(joined > 0 && { joined }),
      errors,
      deadLetters,
      counts: joinCounts(counts),
    }),
  };
}
