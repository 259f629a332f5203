import type { Redis } from 'ioredis';
import type { TotalsCache } from '../ports.ts';
import type { ChangedTotals } from '../types.ts';
import { type TotalsOwner, totalsKeys } from './totals-keys.ts';

export type TotalsCacheOptions = {
  readonly client: Redis;
  readonly owner: TotalsOwner;
  /** Totals of the store, which is the truth, that are newer than a version. */
  readonly changedSince: (version: bigint) => Promise<ChangedTotals>;
  /** Hears of every round: undefined when it went well. */
  readonly onOutcome: (failure: unknown) => void;
};

/**
 * Writes absolute totals onto the version that they follow on, or all of them in place of whatever is there. Totals and
 * version come at once: a server that is flushed between two commands must not keep one without the other.
 */
const writeScript = `
if ARGV[1] == 'whole' then
  redis.call('DEL', KEYS[1])
elseif redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 'MOVED'
end
for i = 3, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('SET', KEYS[2], ARGV[2])
return 'OK'`;

/** What Postgres takes as a bigint: anything else is no version of ours. */
const versionForm = /^\d{1,18}$/;

/**
 * The totals in Redis. Each round asks Redis which version it holds and the store what is newer, so it heals by itself
 * whatever was lost, and members need not know of each other.
 *
 * The first round of a process writes all of them: what is there may be of another database.
 */
export function createTotalsCache(options: TotalsCacheOptions): TotalsCache {
  const { client, owner, changedSince, onOutcome } = options;
  const keys = totalsKeys(owner);
  let hasWritten = false;

  async function sync(): Promise<void> {
    const answer = await asked(() => client.get(keys.version));
    if (answer === undefined) return;
    const held = hasWritten && answer !== null && versionForm.test(answer) ? BigInt(answer) : undefined;
    const changed = await changedSince(held ?? 0n);
    if (held === undefined) await write('whole', changed);
    // A version that the store has not reached is not of this store as it is now.
    else if (held > changed.version) await write('whole', await changedSince(0n));
    else if (held < changed.version) await write(String(held), changed);
  }

  /** When another member was quicker (`MOVED`), the next round sees how far it got. */
  async function write(since: string, { version, totals }: ChangedTotals): Promise<void> {
    const fields = totals.flatMap(({ service, counts }) => [service, JSON.stringify(counts)]);
    const answer = await asked(() =>
      client.eval(writeScript, 2, keys.totals, keys.version, since, String(version), ...fields),
    );
    if (answer === 'OK') hasWritten = true;
  }

  /** Undefined when Redis could not be asked, which is told; the next round asks again. */
  async function asked<T>(command: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await command();
      onOutcome(undefined);
      return answer;
    } catch (failure) {
      onOutcome(failure);
      return undefined;
    }
  }

  return { sync };
}
