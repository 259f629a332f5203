import type { Severity } from '../../types.ts';
import { type LevelConvention, severityOfWord } from '../severity.ts';
import type { JsonObject } from './format.ts';
import { type Path, paths, valueAt } from './lookup.ts';

/** Where a format writes its level, and what a number means there. */
export type LevelField = { readonly path: Path; readonly convention: LevelConvention };

/** A level as found. `severity` is UNKNOWN for one that names none that is known. */
export type Level = { readonly severity: Severity; readonly from: string; readonly value: string | number };

export function levelFields(convention: LevelConvention, ...names: readonly string[]): readonly LevelField[] {
  return paths(...names).map((path) => ({ path, convention }));
}

/**
 * The level of a record: the first of `candidates` that names one in words, else the first that is a number by its
 * convention. A word wins over a number beside it, because the same number means different things.
 *
 * @returns `undefined` for a record without any level.
 */
export function levelOf(record: JsonObject, candidates: readonly LevelField[]): Level | undefined {
  let unknown: Level | undefined;
  for (const { path } of candidates) {
    const value = valueAt(record, path);
    if (typeof value !== 'string' || value === '') continue;
    const severity = severityOfWord(value);
    if (severity !== undefined) return { severity, from: path.name, value };
    if (Number.isNaN(Number(value))) unknown ??= { severity: 'UNKNOWN', from: path.name, value };
  }
  for (const { path, convention } of candidates) {
    const value = numberOf(valueAt(record, path));
    if (value === undefined) continue;
    const severity = convention(value);
    if (severity !== undefined) return { severity, from: path.name, value };
    unknown ??= { severity: 'UNKNOWN', from: path.name, value };
  }
  return unknown;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
