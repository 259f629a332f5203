import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveOutput } from '../ports.ts';
import type { Database } from '../postgres/pool.ts';
import { queryCluster } from '../postgres/query-cluster.ts';
import type { RedisConnection } from '../redis/connect.ts';
import { createLiveFeed, type LiveFeed } from '../redis/live-feed.ts';
import { type LiveMark, readLive, readMark } from '../redis/live-reader.ts';
import { createMembership } from '../redis/membership.ts';
import type { TotalsOwner } from '../redis/totals-keys.ts';
import type { HealthBoard } from './health.ts';
import type { Closing } from './open-adapters.ts';
import { repeat } from './retry.ts';

export type LiveOptions = {
  readonly redis: RedisConnection;
  readonly owner: TotalsOwner;
  readonly health: HealthBoard;
  /** Shows what the others publish; undefined where only this process's own errors are wanted. */
  readonly others: LiveOutput | undefined;
  /** Where to begin; undefined is now. */
  readonly mark: LiveMark | undefined;
};

/** This process among those that watch its group. */
export type Live = {
  readonly feed: LiveFeed;
  /** Resolves when `signal` aborts; rejects when `others` fails. */
  readonly running: Promise<unknown>;
};

const renewEveryMs = 1_000;
const closeFeedMs = 500;

/** Joins this process to the others that watch its group: publishes, shows itself, and reads what they publish. */
export function openLive(
  { redis, owner, health, others, mark }: LiveOptions,
  closing: Closing,
  signal: AbortSignal,
): Live {
  const { client } = redis;
  const member = health.snapshot().self.id;
  const feed = createLiveFeed({ client, owner, member });
  const membership = createMembership(client, owner);
  const ending = new AbortController();
  const end = AbortSignal.any([signal, ending.signal]);

  async function renew(): Promise<void> {
    try {
      health.members(await membership.renew(health.snapshot().self));
      health.link('redis', 'up', null);
    } catch (failure) {
      health.members(null);
      health.link('redis', 'down', redis.explain(failure));
    }
  }

  const running = Promise.all([
    repeat(renew, renewEveryMs, end),
    others && readLive({ client, owner, member, from: mark, output: others }, end),
  ]);
  closing.defer(async () => {
    await feed.close(closeFeedMs);
    ending.abort();
    await running.catch(() => {}); // told where it is awaited
    await membership.leave(member);
  });
  return { feed, running };
}

/** The group in the store's newest cluster, and its mark in the stream. */
export type FoundMark = { readonly owner: TotalsOwner; readonly mark: LiveMark };

const markTimeoutMs = 1_000;
const askAgainMs = 50;

/**
 * Where the group's stream is now, found through the store, so that Kafka need not be reached for it. Undefined for a
 * group that never ran, or when Redis can't be reached within a second.
 */
export async function findMark(
  database: Database,
  { client }: RedisConnection,
  group: string,
): Promise<FoundMark | undefined> {
  const clusterId = await queryCluster(database, group);
  if (clusterId === undefined) return undefined;
  const owner = { clusterId, group };
  const deadline = performance.now() + markTimeoutMs; // the machine's clock may be set meanwhile
  for (; performance.now() < deadline; await sleep(askAgainMs)) {
    const mark = await readMark(client, owner).catch(() => undefined);
    if (mark !== undefined) return { owner, mark };
    if (client.status === 'reconnecting') return undefined; // it refused the connection
  }
  return undefined;
}
