import { type ClientOptions, createKafka } from '../kafka/client.ts';
import { fetchRange } from '../kafka/fetch-range.ts';
import { deadLetter } from '../pipeline/dead-letter.ts';
import { createExplainer, type Explanation } from '../pipeline/explain.ts';
import { kafkaTime } from '../pipeline/parse-time.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import { createRedact } from '../pipeline/redact.ts';
import type { ReadNeighbours } from '../ports.ts';
import type { LogId, Neighbour, PlacedEvent, RawRecord } from '../types.ts';

/** Reads neighbours from Kafka, each record for itself, as `explain` does; nothing is opened before the first is wanted. */
export function createReadNeighbours(
  { brokers, access }: Pick<ClientOptions, 'brokers' | 'access'>,
  options: PipelineOptions = {},
): ReadNeighbours {
  let neighboursOf: ((record: RawRecord, log: LogId) => readonly Neighbour[]) | undefined;

  return async (log, from, to, signal) => {
    neighboursOf ??= createNeighboursOf(options);
    const readOne = neighboursOf;
    const kafka = createKafka({ brokers, access, clientId: 'esm-monitor neighbours', retries: 2 });
    const neighbours: Neighbour[] = [];
    // Made small at once: a record keeps the whole answer of the broker in memory.
    const onRecord = (record: RawRecord) => void neighbours.push(...readOne(record, log));
    const { low, high } = await fetchRange(kafka, brokers, { log, from, to }, onRecord, signal);
    return { low, high, neighbours };
  };
}

function createNeighboursOf(options: PipelineOptions) {
  const explain = createExplainer(options);
  const redact = createRedact(options.redaction);
  return (record: RawRecord, log: LogId): readonly Neighbour[] => {
    const explained = explain(record, log);
    const at = kafkaTime(Number(record.timestamp));
    if ('unreadable' in explained)
      return [{ ...log, ...deadLetter(record, at, explained.unreadable, redact) }];
    const offset = BigInt(record.offset);
    return explained.map((event, part) => ({ ...eventOf(event), ...log, offset, part, at }));
  };
}

function eventOf(event: Explanation): Omit<PlacedEvent, 'topic' | 'partition' | 'offset' | 'part' | 'at'> {
  const { format, level, service, message, time, logger, host, exceptionType, stack, traceId, fields } =
    event;
  return {
    ...{
      format,
      severity: level,
      service,
      message,
      time,
      logger,
      host,
      exceptionType,
      stack,
      traceId,
      fields,
    },
  };
}
