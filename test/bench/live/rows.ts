import type { Row } from '../print-rows.ts';

export const asMs = (ms: number): string => `${ms.toFixed(0)} ms`;
export const asShare = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const asMiB = (mib: number): string => `${Math.round(mib)} MiB`;
export const asRatio = (ratio: number): string => ratio.toFixed(2);

/** A row that passes when the figure is no more than the limit. */
export function atMost(what: string, figure: number, limit: number, text: (figure: number) => string): Row {
  return { what, value: text(figure), target: `≤ ${text(limit)}`, pass: figure <= limit };
}

/** A row that passes when the figure is no less than the limit. */
export function atLeast(what: string, figure: number, limit: number, text: (figure: number) => string): Row {
  return { what, value: text(figure), target: `≥ ${text(limit)}`, pass: figure >= limit };
}
