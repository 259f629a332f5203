import type { KeptSeverity, Severity, SeverityCounts } from './types.ts';

/** Severities that make an event an error, the most severe first. */
export const keptSeverities = ['CRITICAL', 'ERROR', 'EXCEPTION'] as const satisfies readonly KeptSeverity[];

/** Every severity an event can have. */
export const severities = [
  ...keptSeverities,
  'WARN',
  'INFO',
  'DEBUG',
  'UNKNOWN',
] as const satisfies readonly Severity[];

/** Counts of no event at all. */
export const noEvents: SeverityCounts = {
  CRITICAL: 0,
  ERROR: 0,
  EXCEPTION: 0,
  WARN: 0,
  INFO: 0,
  DEBUG: 0,
  UNKNOWN: 0,
};

export function isKept(severity: Severity): severity is KeptSeverity {
  return severity === 'ERROR' || severity === 'CRITICAL' || severity === 'EXCEPTION';
}

/** How many of the counted events are errors. */
export function errorsIn(counts: Pick<SeverityCounts, KeptSeverity>): number {
  return counts.CRITICAL + counts.ERROR + counts.EXCEPTION;
}

/** Counted events of every severity. */
export function eventsIn(counts: SeverityCounts): number {
  return errorsIn(counts) + counts.WARN + counts.INFO + counts.DEBUG + counts.UNKNOWN;
}
