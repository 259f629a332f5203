import type { LogId } from '../types.ts';

/** What is known of one log before a rewind. */
export type LogState = {
  readonly log: LogId;
  /** First and next offset that Kafka holds. */
  readonly low: bigint;
  readonly high: bigint;
  /** Position in Postgres, else the committed offset; undefined for a group that never read the log. */
  readonly current: bigint | undefined;
  /** Whether `current` is Postgres's. */
  readonly stored: boolean;
  /** Retention dropped errors below this offset; 0 where it matters to nobody. */
  readonly pruned: bigint;
};

/** Where one log goes. A log with a problem goes nowhere, and keeps the others from moving too. */
export type PlanRow = LogState & {
  readonly target: bigint;
  readonly note: string | undefined;
  readonly problem: string | undefined;
};

/** What was asked for one log; undefined leaves it alone. `time` says that a time was looked up. */
export type Wanted =
  | { readonly offset: bigint; readonly time?: boolean; readonly clamp?: boolean }
  | undefined;

/** Decides for each log whether its position can go where it is wanted, and says exactly why not. */
export function planRewind(
  states: readonly LogState[],
  wanted: (state: LogState) => Wanted,
): readonly PlanRow[] {
  return states.flatMap((state) => {
    const wish = wanted(state);
    return wish === undefined ? [] : [planLog(state, wish)];
  });
}

/** Whether the row changes anything. */
export function moves({ current, target, problem }: PlanRow): boolean {
  return problem === undefined && current !== target;
}

/** Records that will be read again, or for the first time; 0 where the position goes forward. */
export function recordsToRead({ current, target, high, low }: PlanRow): bigint {
  const end = current ?? high;
  const start = target > low ? target : low;
  return end > start ? end - start : 0n;
}

/** Records between the position and a target that lies ahead of it: the group will never read them. */
export function recordsToSkip({ current, target, low, problem }: PlanRow): bigint {
  if (current === undefined) return 0n;
  const start = current > low ? current : low;
  return problem === undefined && target > start ? target - start : 0n;
}

function planLog(state: LogState, wish: NonNullable<Wanted>): PlanRow {
  const row = placeLog(state, wish);
  const skipped = recordsToSkip(row);
  if (skipped === 0n) return row;
  return { ...row, note: [row.note, `skips ${skipped} that were never read`].filter(Boolean).join('; ') };
}

function placeLog(state: LogState, wish: NonNullable<Wanted>): PlanRow {
  const { low, high, current } = state;
  const row = (target: bigint, note?: string, problem?: string): PlanRow => ({
    ...state,
    target,
    note,
    problem,
  });
  const stay = current ?? low;
  const going = (target: bigint, note?: string): PlanRow =>
    target < state.pruned ? row(stay, undefined, prunedBelow(state)) : row(target, note);
  if (state.stored && current !== undefined && current > high) {
    return row(
      stay,
      undefined,
      `ends at offset ${high}, but ${current} is the next to store: the topic was made anew`,
    );
  }
  if (low === high)
    return row(current === undefined || current < low ? high : stay, 'empty: it holds no records');
  if (wish.time && wish.offset <= low && low > 0n) {
    return row(
      stay,
      undefined,
      `begins at offset ${low}, after that time: what came before was deleted; --to earliest reads what is left`,
    );
  }
  if (wish.time && wish.offset >= high) return row(high, 'nothing in it is that new');
  if (wish.time && wish.offset <= low) return going(low, 'all of it: no record is older than that');
  if (wish.offset >= low && wish.offset <= high) return going(wish.offset);
  if (!wish.clamp) {
    return row(stay, undefined, `holds the offsets ${low} to ${high - 1n}; ${wish.offset} is none of them`);
  }
  return wish.offset < low
    ? going(low, `shortened: it begins at offset ${low}`)
    : row(high, `shortened: it ends at offset ${high}`);
}

/** One error with an old Kafka timestamp is enough, and may lie behind many that are stored. */
function prunedBelow({ log, pruned }: LogState): string {
  const place = `${log.topic}:${log.partition}:${pruned}`;
  return `lost errors before offset ${pruned} to retention: they would not be stored again; --to-offset ${place} is the earliest place, --print shows what is before it`;
}
