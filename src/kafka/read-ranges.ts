import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { logKey } from '../log-key.ts';
import { recordsOf } from '../raw-records.ts';
import type { LogId, RawBatch } from '../types.ts';
import { fetchSettings } from './consumer-source.ts';

/** Offsets `[from, to)` of one log. */
export type OffsetRange = { readonly log: LogId; readonly from: bigint; readonly to: bigint };

/** After so long a silence the rest of a range holds no records: compacted, or markers of transactions. */
const silenceMs = 5_000;

/**
 * Reads ranges of offsets beside any group of the user's: a group of a random name reads them and is gone.
 *
 * Several ranges of one log are read in turn. Batches come one after the other, cut to their range; awaiting `onBatch`
 * is the back-pressure. Resolves when all ranges are read, or when `signal` aborts.
 */
export async function readRanges(
  kafka: Kafka,
  ranges: readonly OffsetRange[],
  onBatch: (batch: RawBatch) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const todo = Map.groupBy(
    ranges.filter(({ from, to }) => from < to),
    ({ log }) => logKey(log),
  );
  if (todo.size === 0) return;
  const topics = [...new Set([...todo.values()].flat().map(({ log }) => log.topic))];
  const groupId = `esm-monitor-replay-${randomBytes(6).toString('hex')}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, ...fetchSettings });
  const done = Promise.withResolvers<void>();
  const onAbort = () => done.resolve();
  let quietSince = Number.POSITIVE_INFINITY;

  function turnTo(log: LogId): void {
    const next = todo.get(logKey(log))?.[0];
    if (next === undefined) consumer.pause([{ topic: log.topic, partitions: [log.partition] }]);
    else consumer.seek({ ...log, offset: String(next.from) });
  }

  async function take({ batch, heartbeat }: EachBatchPayload): Promise<void> {
    const log = { topic: batch.topic, partition: batch.partition };
    const [range, ...others] = todo.get(logKey(log)) ?? [];
    if (range === undefined) return;
    quietSince = Number.POSITIVE_INFINITY;
    const cut = within(batch, range);
    await onBatch(cut);
    await heartbeat();
    quietSince = performance.now();
    if (cut.next < range.to) {
      todo.set(logKey(log), [{ ...range, from: cut.next }, ...others]);
      return;
    }
    if (others.length > 0) todo.set(logKey(log), others);
    else todo.delete(logKey(log));
    turnTo(log);
    if (todo.size === 0) done.resolve();
  }

  signal.addEventListener('abort', onAbort, { once: true });
  const watching = new AbortController();
  try {
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      quietSince = performance.now();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        for (const partition of partitions) turnTo({ topic, partition });
      }
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) done.reject(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: (payload) => take(payload).catch((error: unknown) => done.reject(error)),
    });
    if (signal.aborted) done.resolve();
    void whenQuiet(() => performance.now() - quietSince > silenceMs, watching.signal).then(done.resolve);
    await done.promise;
  } finally {
    watching.abort();
    signal.removeEventListener('abort', onAbort);
    await leave(consumer, kafka, groupId);
  }
}

function within(batch: Batch, { log, from, to }: OffsetRange): RawBatch {
  const read = BigInt(batch.lastOffset()) + 1n;
  const next = read < to ? read : to;
  const records = batch.messages.filter(({ offset }) => BigInt(offset) >= from && BigInt(offset) < next);
  return { log, from, next, end: BigInt(batch.highWatermark), records: recordsOf(records) };
}

/** Resolves once `quiet` answers true; never after the abort. */
async function whenQuiet(quiet: () => boolean, signal: AbortSignal): Promise<void> {
  while (!quiet()) await sleep(250, undefined, { signal }).catch(() => new Promise<never>(() => {}));
}

async function leave(consumer: Consumer, kafka: Kafka, groupId: string): Promise<void> {
  await consumer.disconnect().catch(() => {});
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    // Kafka forgets an empty group by itself.
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
