import type { Redis } from 'ioredis';

/** Answers that are kept in Redis as JSON texts for some seconds. Without Redis everything is loaded, nothing fails. */
export type Cache = {
  /**
   * The JSON text kept under `key`, else what `load` answers. Readers of one key at one time share one load.
   *
   * @returns `undefined` where `load` finds nothing; that is not kept.
   */
  read(key: string, load: () => Promise<unknown>): Promise<string | undefined>;
  /** A load that began before may still put an old answer back, for the time to live at most. */
  forget(key: string): Promise<void>;
};

/** @param ttlSeconds - How old an answer can be. */
export function createCache(redis: Redis, ttlSeconds: number): Cache {
  const loading = new Map<string, Promise<string | undefined>>();

  const load = async (key: string, loader: () => Promise<unknown>) => {
    const value = await loader();
    if (value === undefined) return undefined;
    const text = JSON.stringify(value);
    await redis.set(`cache:${key}`, text, 'EX', ttlSeconds).catch(() => {}); // then the next reader loads it too
    return text;
  };
  return {
    async read(key, loader) {
      const kept = await redis.get(`cache:${key}`).catch(() => null); // Redis is away: as if it were not kept
      if (kept !== null) return kept;
      const shared = loading.get(key) ?? load(key, loader).finally(() => loading.delete(key));
      loading.set(key, shared);
      // V8 follows an async stack only as far as one waits. With a second one always there, a failure has the same
      // stack however many readers share the load, and so is one incident and not two.
      shared.catch(() => {});
      return await shared;
    },
    async forget(key) {
      await redis.del(`cache:${key}`).catch(() => {}); // it goes by itself within the time to live
    },
  };
}
