import { logKey } from '../../src/log-key.ts';
import type { BatchHandler, EventSource } from '../../src/ports.ts';
import { recordsOf } from '../../src/raw-records.ts';
import type { LogId, RawBatch, RawRecord } from '../../src/types.ts';

/** What the handler asked of the source while it held one batch. */
export type Delivery = {
  readonly soughtTo: bigint | undefined;
  readonly stopped: boolean;
  readonly heartbeats: number;
};

/** A source whose assignments and batches the test deals out by hand. */
export type ScriptedSource = EventSource & {
  /** Hands out logs; answers the offsets that the handler wants to start at. */
  assign(logs: readonly LogId[]): Promise<ReadonlyMap<string, bigint>>;
  /** Delivers a batch and waits until the handler is done with it. */
  deliver(batch: RawBatch): Promise<Delivery>;
  readonly committed: ReadonlyMap<string, bigint>;
  /** Where it was told to read from, beside its batches. */
  readonly sought: readonly (readonly [key: string, offset: bigint])[];
};

export function createScriptedSource(): ScriptedSource {
  const handler = Promise.withResolvers<BatchHandler>();
  const committed = new Map<string, bigint>();
  const sought: (readonly [string, bigint])[] = [];

  return {
    committed,
    sought,
    async run(given, signal) {
      handler.resolve(given);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    async commit(positions) {
      for (const [key, { next }] of positions) committed.set(key, next);
    },
    seek: (log, offset) => void sought.push([logKey(log), offset]),
    renew: () => {},
    assign: async (logs) => (await handler.promise).assigned(logs),
    async deliver(batch) {
      let soughtTo: bigint | undefined;
      let stopped = false;
      let heartbeats = 0;
      await (await handler.promise).onBatch(batch, {
        heartbeat: async () => {
          heartbeats += 1;
        },
        seek: (offset) => {
          soughtTo = offset;
        },
        stop: () => {
          stopped = true;
        },
      });
      return {
        soughtTo,
        heartbeats,
        get stopped() {
          return stopped; // a batch is taken before it is read
        },
      };
    },
  };
}

/** Records of one log at consecutive offsets, one for each level. */
export function rawBatch(
  log: LogId,
  from: bigint,
  levels: readonly string[],
  end = from + BigInt(levels.length),
): RawBatch {
  const records = levels.map((level, i): RawRecord => {
    const value = JSON.stringify({ level, service: 'billing', message: `${level} at ${logKey(log)}` });
    return { offset: String(from + BigInt(i)), timestamp: '1795428902118', value: Buffer.from(value) };
  });
  return { log, from, next: from + BigInt(levels.length), end, records: recordsOf(records) };
}
