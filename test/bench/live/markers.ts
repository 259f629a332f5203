import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';

/** Times in ms. */
export type Latencies = { readonly p50: number; readonly p95: number; readonly p99: number };

/** Errors that can be told from all others in what a monitor prints, each a problem of its own. */
export type Markers = {
  /** Takes what the monitor printed, in pieces. */
  readonly read: (text: string) => void;
  /** Writes one, and answers how long it took from writing it until `read` saw it; 10 s for one that it did not see by then. */
  measure(): Promise<number>;
  close(): Promise<void>;
};

const lateMs = 10_000;
const mostLate = 10;
const longest = 64;

export async function createMarkers(kafka: Kafka, topic: string): Promise<Markers> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const waiting = new Map<string, () => void>();
  let tail = '';

  return {
    read(text) {
      const whole = tail + text;
      for (const [, name = ''] of whole.matchAll(/marker ([a-z]{12}) end/g)) waiting.get(name)?.();
      tail = whole.slice(-longest);
    },
    async measure() {
      const name = [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
      const seen = new Promise<void>((resolve) => waiting.set(name, resolve));
      const record = {
        timestamp: new Date().toISOString(),
        level: 'ERROR',
        logger: 'bench',
        service: 'bench-marker',
        message: `marker ${name} end`,
      };
      const start = performance.now();
      const sending = producer.send({ topic, messages: [{ value: JSON.stringify(record) }], acks: 1 });
      const giveUp = new AbortController();
      const late = sleep(lateMs, 'late', { signal: giveUp.signal }).catch(() => 'late');
      const outcome = await Promise.race([seen, late]);
      const took = performance.now() - start;
      giveUp.abort();
      waiting.delete(name);
      await sending;
      return outcome === 'late' ? lateMs : took;
    },
    close: () => producer.disconnect(),
  };
}

/**
 * Measures one after the other, with pauses of no fixed rhythm between, so that no timer of the monitor is hit.
 *
 * Some may be late, where the machine is busy: that is a figure. Rejects when more are.
 */
export async function latencies(measure: () => Promise<number>, count: number): Promise<Latencies> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    found.push(await measure());
    const late = found.filter((ms) => ms === lateMs).length;
    if (late > mostLate) throw new Error(`${late} of ${found.length} errors were not seen within 10 s`);
    await sleep(20 + Math.random() * 80);
  }
  return percentiles(found);
}

export function percentiles(values: readonly number[]): Latencies {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
