import { logKey } from '../log-key.ts';
import type { BatchResult, DeadLetter, LogError, LogId, RawBatch, RawRecord } from '../types.ts';
import { createTally, type Tally } from './aggregate.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { createErrorBuilder, type Redact } from './build-error.ts';
import { deadLetter } from './dead-letter.ts';
import { kafkaTime } from './parse-time.ts';
import { createReader } from './read-record.ts';
import { createServiceNames } from './service-names.ts';
import { isKept } from './severity.ts';

export type PipelineOptions = Record<string, never>;

const maxReaders = 1000;

/**
 * Makes the pure path of a batch: bytes → events → counts, errors and dead letters.
 *
 * Every record is accounted for: each of its events is in `counts`, whatever its severity, kept ones are in `errors`
 * too, and a record that can't be read is in `deadLetters`. It never throws for data. State between calls is bounded
 * caches only, so the same batch gives the same result in any process.
 */
export function createPipeline(_options: PipelineOptions = {}): (batch: RawBatch) => BatchResult {
  const redact: Redact = (text) => text;
  const nameOf = createServiceNames(redact);
  const build = createErrorBuilder(redact);
  const readerOf = createBoundedCache(maxReaders, createReader);

  function take(record: RawRecord, log: LogId, read: ReturnType<typeof createReader>, into: Collected): void {
    const at = kafkaTime(record.timestamp);
    try {
      const { reason, sightings } = read(record, log, at);
      if (sightings === undefined) {
        into.deadLetters.push(deadLetter(record, at, reason, redact));
        return;
      }
      const errors: LogError[] = [];
      sightings.forEach((sighting, part) => {
        if (!isKept(sighting.severity)) return;
        const service = nameOf(sighting.service.value);
        errors.push(build(sighting, sighting.draft(), service, { log, record, at, part }));
      });
      for (const sighting of sightings) into.tally.add(nameOf(sighting.service.value), at, sighting.severity);
      into.errors.push(...errors);
    } catch (error) {
      // A bug of ours on one record must not stop the log: the record is set aside and says so.
      into.deadLetters.push(deadLetter(record, at, `the reader failed: ${String(error)}`, redact));
    }
  }

  return (batch) => {
    const read = readerOf(logKey(batch.log));
    const into: Collected = { tally: createTally(), errors: [], deadLetters: [] };
    for (const record of batch.records) take(record, batch.log, read, into);
    return {
      log: batch.log,
      from: batch.from,
      next: batch.next,
      end: batch.end,
      records: batch.records.length,
      errors: into.errors,
      deadLetters: into.deadLetters,
      counts: into.tally.counts(),
    };
  };
}

type Collected = { readonly tally: Tally; readonly errors: LogError[]; readonly deadLetters: DeadLetter[] };
