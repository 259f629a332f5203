import { logKey } from '../log-key.ts';
import { isKept } from '../severity-counts.ts';
import { createTally, type Tally } from '../tally.ts';
import type { BatchResult, DeadLetter, LogError, LogId, RawBatch, RawRecord, RawRecords } from '../types.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { createErrorBuilder, type ErrorBuilder } from './build-error.ts';
import { deadLetter } from './dead-letter.ts';
import type { LineSighting, Sighting } from './formats/format.ts';
import { createLineJoiner, type OpenLine } from './join-lines.ts';
import { kafkaTime } from './parse-time.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { createPeekingReader, type PeekingReader, readLine } from './read-record.ts';
import { createRedact, type Redact } from './redact.ts';
import { createServices, type Services } from './service-names.ts';

const maxReaders = 1000;

/**
 * Makes the pure path of a batch: bytes → events → counts, errors and dead letters.
 *
 * Every record is accounted for: each of its events is in `counts`, whatever its severity, kept ones are in `errors`
 * too, a further line of a trace is in `joined`, and a record that can't be read is in `deadLetters`. It never throws
 * for data. State between calls is bounded caches only, so the same batch gives the same result in any process.
 */
export function createPipeline(options: PipelineOptions = {}): (batch: RawBatch) => BatchResult {
  const redact = createRedact(options.redaction);
  const tools: Tools = {
    redact,
    services: createServices(redact),
    build: createErrorBuilder(redact, options.grouping),
    tally: createTally(),
  };
  const readerOf = createBoundedCache(maxReaders, createPeekingReader);

  return (batch) => {
    const collector = createCollector(batch.log, tools);
    const reader = readerOf(logKey(batch.log));
    for (let index = 0; index < batch.records.length; index++) collector.take(batch.records, index, reader);
    return {
      log: batch.log,
      from: batch.from,
      next: batch.next,
      end: batch.end,
      records: batch.records.length,
      ...collector.finish(),
    };
  };
}

type Tools = {
  readonly redact: Redact;
  readonly services: Services;
  readonly build: ErrorBuilder;
  readonly tally: Tally;
};

type Collected = Pick<BatchResult, 'errors' | 'deadLetters' | 'counts' | 'joined'>;

function createCollector(log: LogId, { redact, services, build, tally }: Tools) {
  tally.take(); // of a batch that threw
  services.renew();
  const joiner = createLineJoiner();
  const errors: LogError[] = [];
  const deadLetters: DeadLetter[] = [];
  let joined = 0;
  /** Lines wait for those that follow, so errors may be out of order. */
  let waited = false;

  /** A bug of ours on one record must not stop the log: the record is set aside and says so. */
  function setAside(record: RawRecord, at: number, error: unknown): void {
    deadLetters.push(deadLetter(record, at, `the reader failed: ${String(error)}`, redact));
  }

  function count(sighting: Sighting, record: RawRecord, at: number, part: number): void {
    const service = services.idOf(sighting.service.value);
    if (isKept(sighting.severity)) {
      errors.push(build(sighting, services.nameOf(service), { log, record, at, part }));
    }
    tally.add(service, at, sighting.severity);
  }

  /** All or none, so that a record that fails half-way is counted once, as a dead letter. */
  function countAll(sightings: readonly Sighting[], record: RawRecord, at: number): void {
    const found: LogError[] = [];
    for (const [part, sighting] of sightings.entries()) {
      if (!isKept(sighting.severity)) continue;
      const service = services.nameOf(services.idOf(sighting.service.value));
      found.push(build(sighting, service, { log, record, at, part }));
    }
    for (const { service, severity } of sightings) tally.add(services.idOf(service.value), at, severity);
    errors.push(...found);
  }

  function close({ sighting, record, at, lines }: OpenLine): void {
    try {
      count(lines.length === 1 ? sighting : readLine(lines.join('\n'), sighting.context), record, at, 0);
    } catch (error) {
      setAside(record, at, error);
    }
  }

  function takeLine(sighting: LineSighting, record: RawRecord, at: number): void {
    waited = true;
    const complete = joiner.take(sighting, record, at);
    if (complete === 'joined') joined++;
    else if (complete) close(complete);
  }

  function read(record: RawRecord, at: number, reader: PeekingReader): void {
    const reading = reader.read(record, log, at);
    if (reading.kind === 'event') count(reading.sighting, record, at, 0);
    else if (reading.kind === 'line') takeLine(reading.sighting, record, at);
    else if (reading.kind === 'events') countAll(reading.sightings, record, at);
    else deadLetters.push(deadLetter(record, at, reading.reason, redact));
  }

  return {
    take(records: RawRecords, index: number, reader: PeekingReader): void {
      const at = kafkaTime(records.time(index));
      try {
        const counted = records.letters(index, reader.peek);
        if (counted) tally.add(services.idOf(counted.service), at, counted.severity);
        else read(records.record(index), at, reader);
      } catch (error) {
        setAside(records.record(index), at, error);
      }
    },
    finish(): Collected {
      joiner.rest().forEach(close);
      if (waited) errors.sort(byCoordinates);
      const counts = { names: services.names(), minutes: tally.take() };
      return { errors, deadLetters, counts, ...(joined > 0 && { joined }) };
    },
  };
}

function byCoordinates(one: LogError, other: LogError): number {
  if (one.offset !== other.offset) return one.offset < other.offset ? -1 : 1;
  return one.part - other.part;
}
