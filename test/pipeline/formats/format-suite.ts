import { describe, expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import type { BatchResult, LogError, Severity } from '../../../src/types.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aRawBatch } from '../../support/raw-batch.ts';

/** What is expected of one format; values are as for `aRecord`. */
export type FormatSpec = {
  readonly format: string;
  /** The sample of the specification, and what is read from it. */
  readonly sample: unknown;
  readonly reads: Partial<LogError>;
  /** A record with an exception that has a cause, and its parts of grouping. */
  readonly caused: unknown;
  readonly parts: readonly string[];
  /** A record at a level as the format writes it, and the severity it is counted as. */
  readonly atLevel: (level: never) => unknown;
  readonly levels: readonly (readonly [level: unknown, severity: Severity])[];
  /** A broken record, and why it is set aside; null for one that is read as an event all the same. */
  readonly broken: unknown;
  readonly reason: string | null;
};

export function describeFormat(spec: FormatSpec): void {
  describe(spec.format, () => {
    test('reads the sample', () => {
      const { errors, deadLetters } = run(spec.sample);

      expect(deadLetters).toEqual([]);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({ format: spec.format, ...spec.reads });
    });

    test('groups an exception with its cause by its stack', () => {
      const { errors } = run(spec.caused);

      expect(errors[0]?.format).toBe(spec.format);
      expect(errors[0]?.grouping.parts).toEqual(spec.parts);
    });

    test.each(spec.levels)('counts level %s as %s', (level, severity) => {
      const { counts } = run(spec.atLevel(level as never));

      expect(minutesOf(counts).map((minute) => minute.counts[severity])).toEqual([1]);
    });

    test('accounts for a broken record', () => {
      const { counts, deadLetters } = run(spec.broken);

      expect(deadLetters.map(({ reason }) => reason)).toEqual(spec.reason === null ? [] : [spec.reason]);
      expect(minutesOf(counts)).toHaveLength(spec.reason === null ? 1 : 0);
    });
  });
}

/** The part of a JSON record that a cut leaves. */
export function cutOff(record: unknown): string {
  return JSON.stringify(record).slice(0, -3);
}

export const isCutOff = 'JSON that is broken or cut off';

/** The levels that most loggers write in words. */
export const usualLevels = [
  ['fatal', 'CRITICAL'],
  ['error', 'ERROR'],
  ['warn', 'WARN'],
  ['info', 'INFO'],
  ['debug', 'DEBUG'],
  ['quiet', 'UNKNOWN'],
] as const;

function run(value: unknown): BatchResult {
  return createPipeline()(aRawBatch([value]));
}
