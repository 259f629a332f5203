import type { LogError, Neighbourhood, PlacedEvent } from '../../../src/types.ts';
import { anError } from '../../support/builders.ts';

/** A record of level INFO beside the errors of `logs/3`. */
export function aNeighbour(some: Partial<PlacedEvent> = {}): PlacedEvent {
  const { grouping: _, incident: __, ...event } = anError();
  return { ...event, severity: 'INFO', topic: 'logs', partition: 3, ...some };
}

/** What Kafka holds at `[from, to)` around an error: a record `step <offset>` at each other offset. */
export function aNeighbourhood(
  error: LogError,
  from: bigint,
  to: bigint,
  held: { readonly low: bigint; readonly high: bigint } = { low: 0n, high: 2_000n },
): Neighbourhood {
  const { topic, partition } = error;
  const severities = ['INFO', 'INFO', 'DEBUG', 'WARN', 'INFO', 'UNKNOWN'] as const;
  const neighbours = Array.from({ length: Number(to - from) }, (_, index) => {
    const offset = from + BigInt(index);
    const away = Number(offset - error.offset);
    const time = error.time + away * 40;
    const severity = severities[Math.abs(away + 1) % severities.length] ?? 'INFO';
    return away === 0
      ? error
      : aNeighbour({ topic, partition, offset, time, at: time, severity, message: `step ${offset}` });
  });
  return { ...held, neighbours };
}
