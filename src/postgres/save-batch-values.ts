import { titleOf } from '../incident-title.ts';
import { isKept } from '../severity-counts.ts';
import { eachCount, joinCounts } from '../tally.ts';
import type { BatchResult, LogError, Severity } from '../types.ts';
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

/**
 * The parameters of `saveCopiedSql`, in order.
 *
 * @param oldestDay - Start of the oldest day in which an error has its stack elsewhere, ms since the epoch; infinite for none.
 */
export function saveCopiedValues(save: Save, oldestDay: number): (string | Buffer)[] {
  const hits = hitsOf(errorsOf(save));
  return [
    ...sharedValues(save),
    textArray(hits.map((hit) => hit.fingerprint)),
    textArray(hits.map((hit) => hit.service)),
    textArray(hits.map((hit) => hit.severity)),
    timestampArray(hits.map((hit) => hit.minute)),
    int4Array(hits.map((hit) => hit.count)),
    timestampArray(hits.map((hit) => hit.firstAt)),
    timestampArray(hits.map((hit) => hit.lastAt)),
    timestampArray(hits.map((hit) => hit.newest)),
    textArray(hits.filter(({ severity }) => severity === 'CRITICAL').map((hit) => hit.fingerprint)),
    String(oldestDay),
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
    textArray(others.services),
    textArray(others.severities),
    timestampArray(others.minutes),
    int4Array(others.counts),
    int4Array(deadLetters.map((letter) => letter.logId)),
    int8Array(deadLetters.map((letter) => letter.offset)),
    float8Array(deadLetters.map((letter) => inYears(letter.at))),
    textArray(deadLetters.map((letter) => letter.reason)),
    textArray(deadLetters.map((letter) => letter.sample)),
  ];
}

/** The events that are not kept. */
function othersOf(parts: readonly Part[]) {
  const others: Others = { services: [], severities: [], minutes: [], counts: [] };
  eachCount(joinCounts(parts.map(({ batch }) => batch.counts)), (service, severity, count, minute) => {
    if (isKept(severity)) return;
    others.services.push(service);
    others.severities.push(severity);
    others.minutes.push(minute);
    others.counts.push(count);
  });
  return others;
}

type Others = {
  readonly services: string[];
  readonly severities: Severity[];
  readonly minutes: number[];
  readonly counts: number[];
};
