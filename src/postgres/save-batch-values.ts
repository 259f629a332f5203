import { titleOf } from '../incident-title.ts';
import { createTally } from '../tally.ts';
import type { BatchResult, LogError, MinuteCounts, Severity } from '../types.ts';
import { float8Array, int2Array, int4Array, int8Array, textArray, timestampArray } from './binary-array.ts';
import { hitsOf } from './hits.ts';
import { inYears } from './in-years.ts';

/** A batch, and what its log is called in the store. */
export type Part = { readonly logId: number; readonly batch: BatchResult };

/** What goes into one transaction. */
export type Save = {
  readonly group: string;
  /** Of logs that differ. */
  readonly parts: readonly Part[];
  /** One error for each fingerprint that may be new to the store. */
  readonly newcomers: readonly LogError[];
};

/** The parameters of `saveBatchSql`, in order; the save has one part. */
export function saveBatchValues(save: Save): (string | Buffer)[] {
  const errors = errorsOf(save);
  return [
    ...sharedValues(save),
    float8Array(errors.map((error) => inYears(error.at))),
    int8Array(errors.map((error) => error.offset)),
    int2Array(errors.map((error) => error.part)),
    textArray(errors.map((error) => error.severity)),
    textArray(errors.map((error) => error.service)),
    textArray(errors.map((error) => error.grouping.fingerprint)),
    float8Array(errors.map((error) => inYears(error.time))),
    textArray(errors.map((error) => error.message)),
    textArray(errors.map((error) => error.logger)),
    textArray(errors.map((error) => error.host)),
    textArray(errors.map((error) => error.exceptionType)),
    textArray(errors.map((error) => error.stack)),
    textArray(errors.map((error) => error.traceId)),
    textArray(errors.map((error) => error.format)),
    textArray(errors.map((error) => JSON.stringify(error.fields))),
  ];
}

/** The parameters of `saveCopiedSql`, in order. */
export function saveCopiedValues(save: Save): (string | Buffer)[] {
  const hits = save.parts.flatMap(({ logId, batch }) =>
    hitsOf(batch.errors).map((hit) => ({ logId, ...hit })),
  );
  return [
    ...sharedValues(save),
    int4Array(hits.map((hit) => hit.logId)),
    textArray(hits.map((hit) => hit.fingerprint)),
    textArray(hits.map((hit) => hit.service)),
    textArray(hits.map((hit) => hit.severity)),
    float8Array(hits.map((hit) => hit.minute)),
    int8Array(hits.map((hit) => hit.count)),
    float8Array(hits.map((hit) => hit.firstAt)),
    float8Array(hits.map((hit) => hit.lastAt)),
    float8Array(hits.map((hit) => hit.newest)),
  ];
}

/** The parameters of `lockLogsSql`. */
export function lockLogsValues({ parts }: Pick<Save, 'parts'>): Buffer[] {
  return [int4Array(parts.map(({ logId }) => logId))];
}

function errorsOf({ parts }: Pick<Save, 'parts'>): readonly LogError[] {
  return parts.flatMap(({ batch }) => batch.errors);
}

function sharedValues({ group, parts, newcomers }: Save): (string | Buffer)[] {
  const deadLetters = parts.flatMap(({ logId, batch }) =>
    batch.deadLetters.map((letter) => ({ logId, ...letter })),
  );
  const others = othersOf(parts);
  const critical = new Set(
    errorsOf({ parts })
      .filter(({ severity }) => severity === 'CRITICAL')
      .map(({ incident }) => incident),
  );
  return [
    group,
    int4Array(parts.map(({ logId }) => logId)),
    int8Array(parts.map(({ batch }) => batch.from)),
    int8Array(parts.map(({ batch }) => batch.next)),
    textArray(newcomers.map((error) => error.incident)),
    textArray(newcomers.map((error) => error.service)),
    textArray(newcomers.map(titleOf)),
    textArray(newcomers.map((error) => (critical.has(error.incident) ? 'CRITICAL' : error.severity))),
    textArray(newcomers.map((error) => error.exceptionType)),
    textArray(newcomers.map((error) => error.grouping.tier)),
    textArray(newcomers.map((error) => JSON.stringify(error.grouping.parts))),
    float8Array(newcomers.map((error) => inYears(error.at))),
    textArray(newcomers.map((error) => error.grouping.fingerprint)),
    textArray(others.map((other) => other.service)),
    textArray(others.map((other) => other.severity)),
    timestampArray(others.map((other) => other.minute)),
    int4Array(others.map((other) => other.count)),
    int4Array(deadLetters.map((letter) => letter.logId)),
    int8Array(deadLetters.map((letter) => letter.offset)),
    float8Array(deadLetters.map((letter) => inYears(letter.at))),
    textArray(deadLetters.map((letter) => letter.reason)),
    textArray(deadLetters.map((letter) => letter.sample)),
  ];
}

type Other = {
  readonly service: string;
  readonly severity: Severity;
  readonly minute: number;
  readonly count: number;
};

const unkept = ['WARN', 'INFO', 'DEBUG', 'UNKNOWN'] as const satisfies readonly Severity[];

/** The events that are not kept: most services have them of one or two severities. */
function othersOf(parts: readonly Part[]): readonly Other[] {
  const others: Other[] = [];
  for (const { service, minute, counts } of countsOf(parts)) {
    for (const severity of unkept) {
      const count = counts[severity];
      if (count > 0) others.push({ service, severity, minute, count });
    }
  }
  return others;
}

/** Logs of one topic have the same services, mostly. */
function countsOf(parts: readonly Part[]): readonly MinuteCounts[] {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first.batch.counts;
  const tally = createTally();
  for (const { batch } of parts) batch.counts.forEach(tally.addAll);
  return tally.counts();
}
