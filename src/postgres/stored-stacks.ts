import type { LogError } from '../types.ts';

/**
 * Remembers where stacks lie that were stored, so that an error with the same stack refers to that place instead of storing
 * it again. Of a thousand errors of one incident most have one and the same.
 *
 * A place is an error of the same log and day (UTC), stored by an earlier transaction of this log or by the same one: whoever
 * finds the log at the position that the earlier one left finds that error as well, and the day's partition drops both at once.
 */
export type StoredStacks = {
  /** What one transaction stores. */
  draft(): StackDraft;
  /** To be called where another may have stored errors of the same logs since. */
  forget(): void;
};

export type StackDraft = {
  /** Offset of the error that has the same stack; null where the stack is to be stored with the error itself. */
  placeOf(logId: number, error: LogError): bigint | null;
  /** Start of the oldest day in which it found a place, ms since the epoch; infinite where it found none. */
  oldestDay(): number;
  /** To be called when the transaction is committed. */
  keep(): void;
};

const dayMs = 86_400_000;
/** Past so many letters of stacks all are forgotten. They come to 8 MiB at most, where each error has a stack of its own. */
const maxLetters = 4 * 1024 * 1024;

type Place = { readonly day: number; readonly offset: bigint };
/** By stack, then by log: a hundred logs share its text. */
type Places = Map<string, Map<number, Place>>;

/** @param hasPartition - Whether a time lies in a day with a partition of its own, whose errors go all at once. */
export function createStoredStacks(hasPartition: (at: number) => boolean): StoredStacks {
  let stored: Places = new Map();
  let letters = 0;

  function draft(): StackDraft {
    const basis = stored;
    const own: Places = new Map();
    let oldest = Number.POSITIVE_INFINITY;
    return {
      placeOf(logId, { stack, at, offset, part }) {
        if (stack === null) return null;
        const day = Math.floor(at / dayMs);
        const place = own.get(stack)?.get(logId) ?? basis.get(stack)?.get(logId);
        if (place?.day === day) {
          oldest = Math.min(oldest, day);
          return place.offset;
        }
        if (part === 0 && hasPartition(at)) put(own, stack, logId, { day, offset });
        return null;
      },
      oldestDay: () => oldest * dayMs,
      keep() {
        if (stored !== basis) return;
        for (const [stack, places] of own) {
          if (!stored.has(stack)) letters += stack.length;
          for (const [logId, place] of places) put(stored, stack, logId, place);
        }
        if (letters > maxLetters) forget();
      },
    };
  }

  function forget(): void {
    stored = new Map();
    letters = 0;
  }

  return { draft, forget };
}

function put(places: Places, stack: string, logId: number, place: Place): void {
  const ofStack = places.get(stack);
  if (ofStack === undefined) places.set(stack, new Map([[logId, place]]));
  else ofStack.set(logId, place);
}
