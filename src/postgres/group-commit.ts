/** What is to be stored; rejects when it could not be. */
export type GroupCommit<Item, Outcome> = (item: Item) => Promise<Outcome>;

export type GroupOptions<Item, Outcome> = {
  /** Stores items together, and answers for each of them, in order. */
  readonly commit: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Outcome>[]>;
  /** Items go together up to the size `largest`, and a larger one alone; all that wait, where it is left out. */
  readonly sizeOf?: (item: Item) => number;
  readonly largest?: number;
  /** So many groups are stored at the same time. */
  readonly atOnce: number;
};

/**
 * Stores what comes in groups: while as many as may be are being stored, the others gather, and go together.
 *
 * A hundred logs with a transaction each keep the server and this process busy with transactions; in groups there are as
 * many as the server can follow, and an item alone still goes at once.
 */
export function createGroupCommit<Item, Outcome>(
  options: GroupOptions<Item, Outcome>,
): GroupCommit<Item, Outcome> {
  const { commit, sizeOf = () => 0, largest = 0, atOnce } = options;
  const waiting: { readonly item: Item; readonly done: PromiseWithResolvers<Outcome> }[] = [];
  let running = 0;

  function take() {
    let size = 0;
    const past = waiting.findIndex(({ item }, i) => {
      size += sizeOf(item);
      return i > 0 && size > largest;
    });
    return waiting.splice(0, past === -1 ? waiting.length : past);
  }

  async function work(): Promise<void> {
    for (let taken = take(); taken.length > 0; taken = take()) {
      const outcomes = await commit(taken.map(({ item }) => item)).catch((reason: unknown) =>
        taken.map(() => ({ status: 'rejected', reason }) as const),
      );
      taken.forEach(({ done }, i) => {
        const outcome = outcomes[i];
        if (outcome?.status === 'fulfilled') done.resolve(outcome.value);
        else done.reject(outcome?.reason);
      });
    }
    running -= 1;
  }

  return (item) => {
    const done = Promise.withResolvers<Outcome>();
    waiting.push({ item, done });
    if (running < atOnce) {
      running += 1;
      queueMicrotask(() => void work()); // what comes at the same moment goes together
    }
    return done.promise;
  };
}
