import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { logKey } from '../log-key.ts';
import type { TotalsCache } from '../ports.ts';
import type { LogId, ServiceTotals, SeverityCounts, StoredBatch } from '../types.ts';
import { logsKey, type TotalsOwner, totalsKeys } from './totals-keys.ts';

export type TotalsCacheOptions = {
  readonly client: Redis;
  readonly owner: TotalsOwner;
  /** Reads a log's totals and their version from the truth. */
  readonly rebuild: (log: LogId) => Promise<{ version: bigint; totals: readonly ServiceTotals[] }>;
  /** Hears of every round of writes and checks: undefined when it went well. */
  readonly onOutcome: (failure: unknown) => void;
};

/** Totals of one log that Redis does not have yet. */
type Pending = {
  readonly log: LogId;
  /** Version that Redis must hold for `totals` to complete it; undefined when the log must be rebuilt whole. */
  since: bigint | undefined;
  version: bigint;
  readonly totals: Map<string, SeverityCounts>;
};

/** Writes are gathered for this long, so that a thousand small batches a second cost a few round trips. */
const gatherMs = 100;
/** How often the versions in Redis are compared with ours, so that a flushed Redis is found while nothing arrives. */
const checkMs = 1_000;

/**
 * Absolute totals are written when Redis holds the version just before them; else (a lost write, a flushed server,
 * another member's turn) the log is rebuilt from the store. So the projection heals by itself whatever was lost. All keys of a
 * log come at once: a server that is flushed between two commands must not keep a version without its log.
 */
const writeScript = `
local held = redis.call('GET', KEYS[2])
if ARGV[1] == 'whole' then
  redis.call('DEL', KEYS[1])
  redis.call('SADD', KEYS[3], ARGV[3])
elseif held ~= ARGV[1] then
  return 'GAP'
end
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('SET', KEYS[2], ARGV[2])
return 'OK'`;

/** The totals in Redis, written in the background by one round at a time. */
export function createTotalsCache({ client, owner, rebuild, onOutcome }: TotalsCacheOptions): TotalsCache {
  const pending = new Map<string, Pending>();
  /** Version of each log of this member as last written. */
  const written = new Map<string, { readonly log: LogId; version: bigint }>();
  const stopping = new AbortController();
  let checkedAt = performance.now();
  const rounds = run();

  function write({ batch, version, totals }: StoredBatch): void {
    const key = logKey(batch.log);
    let entry = pending.get(key);
    if (entry === undefined) {
      entry = { log: batch.log, since: version - 1n, version, totals: new Map() };
      pending.set(key, entry);
    }
    entry.version = version;
    if (entry.since === undefined) return;
    for (const { service, counts } of totals) entry.totals.set(service, counts);
  }

  function heal(log: LogId): void {
    pending.set(logKey(log), { log, since: undefined, version: 0n, totals: new Map() });
  }

  function forget(log: LogId): void {
    pending.delete(logKey(log));
    written.delete(logKey(log));
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(gatherMs, undefined, { signal: stopping.signal }).catch(() => {}); // only an abort rejects
      await round();
    }
  }

  async function round(): Promise<void> {
    const entries = [...pending.values()];
    pending.clear();
    try {
      await Promise.all(entries.map(writeEntry));
      if (performance.now() - checkedAt >= checkMs) await check();
      else if (entries.length === 0) return;
      onOutcome(undefined);
    } catch (failure) {
      for (const { log } of entries) heal(log);
      onOutcome(failure);
      await sleep(checkMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function writeEntry({ log, since, version, totals }: Pending): Promise<void> {
    if (since !== undefined) {
      const fields = [...totals].flatMap(([service, counts]) => [service, JSON.stringify(counts)]);
      if ((await send(log, String(since), version, fields)) === 'OK') {
        written.set(logKey(log), { log, version });
        return;
      }
    }
    // First the command that fails when Redis is away, so that the store is not asked in vain.
    await client.ping();
    const whole = await rebuild(log);
    const fields = whole.totals.flatMap(({ service, counts }) => [service, JSON.stringify(counts)]);
    await send(log, 'whole', whole.version, fields);
    written.set(logKey(log), { log, version: whole.version });
    continueFrom(log, whole.version);
  }

  /** What gathered during a rebuild follows on it: its totals are absolute, so only the link must be set. */
  function continueFrom(log: LogId, version: bigint): void {
    const later = pending.get(logKey(log));
    if (later?.since === undefined) return;
    if (later.version <= version) pending.delete(logKey(log));
    else later.since = version;
  }

  function send(log: LogId, since: string, version: bigint, fields: readonly string[]): Promise<unknown> {
    const { totals, version: versionKey } = totalsKeys(owner, log);
    const keys = [totals, versionKey, logsKey(owner)];
    return client.eval(writeScript, keys.length, ...keys, since, String(version), logKey(log), ...fields);
  }

  async function check(): Promise<void> {
    checkedAt = performance.now();
    const ours = [...written.values()];
    if (ours.length === 0) {
      await client.ping();
      return;
    }
    const held = await client.mget(ours.map(({ log }) => totalsKeys(owner, log).version));
    ours.forEach(({ log, version }, i) => {
      if (held[i] !== String(version) && !pending.has(logKey(log))) heal(log);
    });
  }

  async function close(timeoutMs: number): Promise<void> {
    stopping.abort();
    await Promise.race([rounds.then(round), sleep(timeoutMs)]);
  }

  return { write, heal, forget, close };
}
