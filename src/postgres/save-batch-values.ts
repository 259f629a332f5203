import { titleOf } from '../incident-title.ts';
import type { BatchResult, LogError, MinuteCounts } from '../types.ts';
import { float8Array, int2Array, int8Array, textArray } from './binary-array.ts';

/**
 * The parameters of `saveBatchSql`, in order.
 *
 * @param newcomers - One error for each fingerprint that may be new to the store.
 */
export function saveBatchValues(
  group: string,
  logId: number,
  batch: BatchResult,
  newcomers: readonly LogError[],
): unknown[] {
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

/** Years of four digits, which Postgres writes as ISO and Date reads; beyond them (a hostile timestamp) the nearest. */
function inYears(ms: number): number {
  return Math.min(Math.max(ms, earliestMs), latestMs);
}

const earliestMs = Date.UTC(1, 0, 1);
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
