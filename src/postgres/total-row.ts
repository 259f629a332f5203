import type { ServiceTotals, SeverityCounts } from '../types.ts';

/** Columns of counts, as the driver or `json_agg` reads them: numbers or decimal strings. */
export type CountsRow = { readonly [severity in Lowercase<keyof SeverityCounts>]: number | string };

/** Counts of one service. */
export type TotalRow = CountsRow & { readonly service: string };

export function toCounts(row: CountsRow): SeverityCounts {
  return {
    CRITICAL: Number(row.critical),
    ERROR: Number(row.error),
    EXCEPTION: Number(row.exception),
    WARN: Number(row.warn),
    INFO: Number(row.info),
    DEBUG: Number(row.debug),
    UNKNOWN: Number(row.unknown),
  };
}

export function toServiceTotals(row: TotalRow): ServiceTotals {
  return { service: row.service, counts: toCounts(row) };
}
