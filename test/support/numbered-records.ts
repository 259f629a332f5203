import type { Kafka } from 'kafkajs';

/** Numbered records: severity and service follow from the number, so that a test knows what must be stored. */
export const numbered = {
  partitions: 6,
  isError: (n: number) => n % 5 === 0,
  level: (n: number) => (n % 5 !== 0 ? 'INFO' : n % 50 === 0 ? 'CRITICAL' : 'ERROR'),
  service: (n: number) => `service-${n % 7}`,
  value: (n: number) =>
    JSON.stringify({
      timestamp: new Date(1_795_428_902_000 + n).toISOString(),
      level: numbered.level(n),
      service: numbered.service(n),
      message: `request ${n} failed after ${n % 900} ms`,
    }),
} as const;

/** Writes the numbers `[from, to)`; number n goes to partition n mod 6, so that its offset is ⌊n / 6⌋ in a new topic. */
export async function produceNumbers(kafka: Kafka, topic: string, from: number, to: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    for (let start = from; start < to; start += 3_000) {
      const numbers = Array.from({ length: Math.min(3_000, to - start) }, (_, i) => start + i);
      const messages = numbers.map((n) => ({ partition: n % numbered.partitions, value: numbered.value(n) }));
      await producer.send({ topic, messages });
    }
  } finally {
    await producer.disconnect();
  }
}

/** What must be stored once the numbers `[0, count)` have gone through. */
export function expectedState(topic: string, count: number) {
  const coordinates: string[] = [];
  const rows = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    if (!numbered.isError(n)) continue;
    coordinates.push(`${topic}/${n % numbered.partitions}/${Math.floor(n / numbered.partitions)}`);
    const kind = `${numbered.service(n)} ${numbered.level(n)}`;
    rows.set(kind, (rows.get(kind) ?? 0) + 1);
  }
  const byKind = new Map([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { coordinates: coordinates.toSorted(), rows: byKind, totals: byKind, events: count };
}
