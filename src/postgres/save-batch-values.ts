import { titleOf } from '../incident-title.ts';
import type { BatchResult, LogError, MinuteCounts } from '../types.ts';
import { float8Array, int2Array, int8Array, textArray } from './binary-array.ts';
import { hitsOf } from './hits.ts';
import { inYears } from './in-years.ts';

/** The parameters of `saveBatchSql`, in order. */
export function saveBatchValues(save: Save): unknown[] {
  const { errors } = save.batch;
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
export function saveCopiedValues(save: Save): unknown[] {
  const hits = hitsOf(save.batch.errors);
  return [
    ...sharedValues(save),
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

export type Save = {
  readonly group: string;
  readonly logId: number;
  readonly batch: BatchResult;
  /** One error for each fingerprint that may be new to the store. */
  readonly newcomers: readonly LogError[];
};

function sharedValues({ group, logId, batch, newcomers }: Save): unknown[] {
  const { errors, deadLetters } = batch;
  const others = batch.counts.filter(hasUnkept);
  const critical = new Set(
    errors.filter(({ severity }) => severity === 'CRITICAL').map(({ incident }) => incident),
  );
  return [
    group,
    logId,
    batch.from,
    batch.next,
    textArray(newcomers.map((error) => error.incident)),
    textArray(newcomers.map((error) => error.service)),
    textArray(newcomers.map(titleOf)),
    textArray(newcomers.map((error) => (critical.has(error.incident) ? 'CRITICAL' : error.severity))),
    textArray(newcomers.map((error) => error.exceptionType)),
    textArray(newcomers.map((error) => error.grouping.tier)),
    textArray(newcomers.map((error) => JSON.stringify(error.grouping.parts))),
    float8Array(newcomers.map((error) => inYears(error.at))),
    textArray(newcomers.map((error) => error.grouping.fingerprint)),
    textArray(others.map((row) => row.service)),
    float8Array(others.map((row) => row.minute)),
    int8Array(others.map((row) => row.counts.WARN)),
    int8Array(others.map((row) => row.counts.INFO)),
    int8Array(others.map((row) => row.counts.DEBUG)),
    int8Array(others.map((row) => row.counts.UNKNOWN)),
    int8Array(deadLetters.map((letter) => letter.offset)),
    float8Array(deadLetters.map((letter) => inYears(letter.at))),
    textArray(deadLetters.map((letter) => letter.reason)),
    textArray(deadLetters.map((letter) => letter.sample)),
  ];
}

function hasUnkept({ counts }: MinuteCounts): boolean {
  return counts.WARN + counts.INFO + counts.DEBUG + counts.UNKNOWN > 0;
}
