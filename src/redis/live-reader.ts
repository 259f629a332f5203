import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { LiveOutput } from '../ports.ts';
import { decodeEntry } from './live-entry.ts';
import { liveKeys } from './live-keys.ts';
import { goneAfterMs } from './membership.ts';
import type { TotalsOwner } from './totals-keys.ts';

/**
 * A place in the stream: what is published after it begins, in each log, at `next` (keyed by `logKey`). Empty when no
 * member lives: what a killed one stored last is never published.
 */
export type LiveMark = {
  /** Id of the newest entry. */
  readonly entry: string;
  readonly next: ReadonlyMap<string, bigint>;
};

/** Before everything that the stream holds. */
export const streamBeginning: LiveMark = { entry: '0-0', next: new Map() };

export type LiveReaderOptions = {
  readonly client: Redis;
  readonly owner: TotalsOwner;
  /** Id of this member: its own entries are left out, it has shown them already. */
  readonly member: string;
  /** Where to begin; undefined is after what there is when Redis is first reached. */
  readonly from: LiveMark | undefined;
  readonly output: LiveOutput;
};

const blockMs = 2_000;
const retryMs = 100;
const entriesAtOnce = 50;

const markScript = `
local time = redis.call('TIME')
local alive = redis.call('ZCOUNT', KEYS[3], time[1] * 1000 - ${goneAfterMs}, '+inf')
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
return { newest[1] and newest[1][1] or '${streamBeginning.entry}', alive > 0 and redis.call('HGETALL', KEYS[2]) or {} }`;

/** Where the stream is now. Rejects when Redis can't be reached. */
export async function readMark(client: Redis, owner: TotalsOwner): Promise<LiveMark> {
  const { stream, next, renewed } = liveKeys(owner);
  const found = await client.eval(markScript, 3, stream, next, renewed);
  const [entry, flat] = found as readonly [string, readonly string[]];
  const pairs = flat.flatMap((key, i) => (i % 2 === 0 ? [[key, BigInt(flat[i + 1] ?? 0)] as const] : []));
  return { entry, next: new Map(pairs) };
}

/**
 * Hands what the other members publish to `output`, in order, until `signal` aborts. After a lost link it goes on where
 * it was; what the capped stream has dropped meanwhile is not shown live.
 */
export async function readLive(options: LiveReaderOptions, signal: AbortSignal): Promise<void> {
  const { owner, member, output } = options;
  // Its own connection: a blocking read keeps all other commands waiting. A server that went silent is noticed.
  const client = options.client.duplicate({ commandTimeout: 2 * blockMs });
  client.on('error', () => {}); // told by the connection it was made from
  const { stream } = liveKeys(owner);
  const disconnect = (): void => client.disconnect();
  signal.addEventListener('abort', disconnect, { once: true });
  let after = options.from?.entry;
  let isSure = false;

  try {
    while (!signal.aborted) {
      const found = await news().catch(() => undefined);
      isSure = found !== undefined;
      if (found === undefined) await sleep(retryMs, undefined, { signal }).catch(() => {}); // only an abort rejects
      for (const [id, fields] of found ?? []) {
        if (signal.aborted) break;
        await show(fields);
        after = id;
      }
    }
  } finally {
    signal.removeEventListener('abort', disconnect);
    client.disconnect();
  }

  async function news() {
    if (!isSure) after = earlier(after, (await readMark(client, owner)).entry);
    const from = after ?? streamBeginning.entry;
    const found = await client.xread('COUNT', entriesAtOnce, 'BLOCK', blockMs, 'STREAMS', stream, from);
    return found?.[0]?.[1] ?? [];
  }

  async function show(fields: readonly string[]): Promise<void> {
    const [, from, , text = ''] = fields;
    if (from === member) return;
    const entry = decodeEntry(text);
    if (entry === undefined) return;
    for (const change of entry.changes) await output.announce?.(change);
    if (entry.batch !== null) await output.take(entry.batch);
  }
}

/** Ids are times of the server's clock: after a flush or on another server they may begin anew, below ours. */
function earlier(ours: string | undefined, newest: string): string {
  if (ours === undefined) return newest;
  const [ms = 0, sequence = 0] = ours.split('-').map(Number);
  const [newestMs = 0, newestSequence = 0] = newest.split('-').map(Number);
  return newestMs < ms || (newestMs === ms && newestSequence < sequence) ? newest : ours;
}
