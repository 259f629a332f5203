import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createGathering } from '../live/gathering.ts';
import { logKey } from '../log-key.ts';
import type { IncidentChange } from '../ports.ts';
import type { LogId, StoredBatch } from '../types.ts';
import { encodeEntry } from './live-entry.ts';
import { liveKeys, maxEntries, maxEntryBytes, sentKey, streamSeconds } from './live-keys.ts';
import type { TotalsOwner } from './totals-keys.ts';

/** An output that publishes what this member stores, for the other terminals. Nothing waits for Redis, nothing rejects. */
export type LiveFeed = {
  /**
   * Says where the first entry of a log will begin, unless one was published: a terminal that starts between the store
   * and that entry leaves its errors to the entry.
   */
  begin(log: LogId, next: bigint): void;
  push(stored: StoredBatch): void;
  announce(change: IncidentChange): void;
  /** Publishes what is still gathered, within `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
};

export type LiveFeedOptions = {
  readonly client: Redis;
  readonly owner: TotalsOwner;
  /** Id of this member. */
  readonly member: string;
};

/** Errors are gathered for this long, mere counts for longer: a rate is read once a second at the most. */
const gatherMs = 100;
const gatherCountsMs = 1_000;
/** After a failure; what comes meanwhile is gathered. */
const retryMs = 1_000;
/** A screen draws so many rows in the same time. */
const caps = { rows: 250, services: 2_000, incidents: 1_000 };
const maxChanges = 100;

const publishScript = `
if redis.call('GET', KEYS[3]) == ARGV[2] then
  return
end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ${maxEntries}, '*', 'member', ARGV[1], 'entry', ARGV[3])
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('SET', KEYS[3], ARGV[2], 'EX', 60)
redis.call('EXPIRE', KEYS[1], ${streamSeconds})
redis.call('EXPIRE', KEYS[2], ${streamSeconds})`;

const beginScript = `
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ${streamSeconds})`;

/** An entry on its way. It is sent until Redis has it, under one number, so that it is there once. */
type Sending = { readonly number: number; readonly text: string; readonly next: readonly string[] };

/** Gathers stored batches and publishes them in the background, by one round at a time. */
export function createLiveFeed({ client, owner, member }: LiveFeedOptions): LiveFeed {
  const keys = liveKeys(owner);
  const gathering = createGathering(caps);
  const stopping = new AbortController();
  let changes: IncidentChange[] = [];
  let sending: Sending | undefined;
  let number = 0;
  let publishedAt = Number.NEGATIVE_INFINITY;
  const rounds = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(gatherMs, undefined, { signal: stopping.signal }).catch(() => {}); // only an abort rejects
      if (sending === undefined && !isDue()) continue;
      if (!(await publish())) await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  function isDue(): boolean {
    const held = gathering.holds();
    if (held === 'errors' || changes.length > 0) return true;
    return held === 'counts' && performance.now() - publishedAt >= gatherCountsMs;
  }

  /** Answers whether Redis has what was gathered. */
  async function publish(): Promise<boolean> {
    sending ??= gathered();
    const { number: sent, text, next } = sending;
    try {
      const all = [keys.stream, keys.next, sentKey(owner, member)];
      await client.eval(publishScript, all.length, ...all, member, String(sent), text, ...next);
      sending = undefined;
      publishedAt = performance.now();
      return true;
    } catch {
      return false; // the connection's state is told by those who look after it
    }
  }

  function gathered(): Sending {
    const batch = gathering.holds() === 'nothing' ? null : gathering.take();
    const text = encodeEntry({ batch, changes }, maxEntryBytes);
    changes = [];
    number += 1;
    return {
      number,
      text,
      next: (batch?.logs ?? []).flatMap(({ log, next }) => [logKey(log), String(next)]),
    };
  }

  async function flush(): Promise<void> {
    if (sending !== undefined) await publish();
    if (gathering.holds() !== 'nothing' || changes.length > 0) await publish();
  }

  return {
    begin(log, next) {
      client.eval(beginScript, 1, keys.next, logKey(log), String(next)).catch(() => {}); // the first entry says it then
    },
    push: gathering.add,
    announce(change) {
      changes = [...changes, change].slice(-maxChanges);
    },
    async close(timeoutMs) {
      stopping.abort();
      await Promise.race([rounds.then(flush), sleep(timeoutMs)]);
    },
  };
}
