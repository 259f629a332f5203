import { isKept } from '../severity-counts.ts';
import type { Grouping, LogError, LogId, RawRecord, Severity } from '../types.ts';
import { createErrorBuilder } from './build-error.ts';
import { cleanLine } from './clean-text.ts';
import type { Draft, Sighting } from './formats/format.ts';
import { kafkaTime } from './parse-time.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { createReader } from './read-record.ts';
import { createRedact } from './redact.ts';
import { createServiceNames } from './service-names.ts';

/** One event of a value as the pipeline sees it, and why. Texts are redacted, cleaned and capped. */
export type Explanation = Pick<
  LogError,
  | 'format'
  | 'service'
  | 'message'
  | 'logger'
  | 'host'
  | 'exceptionType'
  | 'stack'
  | 'traceId'
  | 'time'
  | 'fields'
> & {
  readonly kept: boolean;
  readonly level: Severity;
  /** What says the level, for example `level "ERROR"`. */
  readonly why: string;
  /** Where each field was taken from; a field that the record lacks is not in it. */
  readonly from: { readonly [field: string]: string };
  /** Null for an event that is not kept: only errors are grouped. */
  readonly grouping: Grouping | null;
};

/** One explanation for each event of the record, or why it can't be read. */
export type Explained = readonly Explanation[] | { readonly unreadable: string };

/** Makes the explaining of one value: the same path as `createPipeline`, each value for itself. */
export function createExplainer(options: PipelineOptions = {}): (record: RawRecord, log: LogId) => Explained {
  const redact = createRedact(options.redaction);
  const nameOf = createServiceNames(redact);
  const build = createErrorBuilder(redact, options.grouping);
  const read = createReader();

  function explain(sighting: Sighting, part: number, record: RawRecord, log: LogId): Explanation {
    const draft = sighting.draft();
    const at = kafkaTime(Number(record.timestamp));
    const error = build(sighting, nameOf(sighting.service.value), { log, record, at, part });
    const { format, service, message, logger, host, exceptionType, stack, traceId, time, fields, grouping } =
      error;
    const kept = isKept(sighting.severity);
    return {
      ...{ format, kept, level: sighting.severity, why: cleanLine(redact(draft.why())) },
      ...{ service, message, logger, host, exceptionType, stack, traceId, time, fields },
      from: sourcesOf(sighting, draft, exceptionType),
      grouping: kept ? grouping : null,
    };
  }

  return (record, log) => {
    const reading = read(record, log, kafkaTime(Number(record.timestamp)));
    if (reading.kind === 'unreadable') return { unreadable: reading.reason };
    const sightings = reading.kind === 'events' ? reading.sightings : [reading.sighting];
    return sightings.map((sighting, part) => explain(sighting, part, record, log));
  };
}

function sourcesOf(
  sighting: Sighting,
  draft: Draft,
  exceptionType: string | null,
): { readonly [field: string]: string } {
  const taken = {
    service: sighting.service,
    message: draft.message,
    time: draft.time ?? { from: 'Kafka timestamp' },
    logger: draft.logger,
    host: draft.host,
    exceptionType: draft.exceptionType ?? (exceptionType === null ? undefined : { from: 'stack' }),
    stack: draft.stack,
    traceId: draft.traceId,
    template: draft.template,
    fingerprint: draft.fingerprint,
  };
  return Object.fromEntries(
    Object.entries(taken).flatMap(([field, value]) => (value ? [[field, value.from]] : [])),
  );
}
