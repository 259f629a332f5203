import type { Redis } from 'ioredis';
import type { Member } from '../health.ts';
import { liveKeys } from './live-keys.ts';
import type { TotalsOwner } from './totals-keys.ts';

/** This process's place among those that watch a group. */
export type Membership = {
  /** Shows `me` to the others for the next seconds; answers everyone, the eldest first. Rejects when Redis is away. */
  renew(me: Member): Promise<readonly Member[]>;
  /** The others need not wait to see that it is gone. Never rejects. */
  leave(id: string): Promise<void>;
};

/** A member that was not heard of for this long is gone: a killed one, or one that Redis can't hear. */
export const goneAfterMs = 5_000;

/** Times are Redis's own, so that clocks of machines that differ make nobody disappear. */
const renewScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now, ARGV[1])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[3])) do
  redis.call('HDEL', KEYS[1], gone)
  redis.call('ZREM', KEYS[2], gone)
end
redis.call('EXPIRE', KEYS[1], 60)
redis.call('EXPIRE', KEYS[2], 60)
return redis.call('HVALS', KEYS[1])`;

/** A place among those that watch the group; nobody sees it before the first `renew`. */
export function createMembership(client: Redis, owner: TotalsOwner): Membership {
  const { members, renewed } = liveKeys(owner);
  return {
    async renew(me) {
      const found = await client.eval(
        renewScript,
        2,
        members,
        renewed,
        me.id,
        JSON.stringify(me),
        goneAfterMs,
      );
      return (found as readonly string[]).map((json): Member => JSON.parse(json)).toSorted(byAge);
    },
    async leave(id) {
      await client
        .multi()
        .hdel(members, id)
        .zrem(renewed, id)
        .exec()
        .catch(() => {}); // else it is gone in some seconds
    },
  };
}

function byAge(a: Member, b: Member): number {
  return a.since - b.since || (a.id < b.id ? -1 : 1);
}
