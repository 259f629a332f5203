import type { Run } from './measure-monitor.ts';
import type { Row } from './print-rows.ts';

export const asMs = (ms: number): string => `${ms.toFixed(0)} ms`;
export const asShare = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const asMiB = (mib: number): string => `${Math.round(mib)} MiB`;
export const asRate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`;
export const asRatio = (ratio: number): string => ratio.toFixed(2);

/** A row that passes when the figure is no more than the limit. */
export function atMost(what: string, figure: number, limit: number, text: (figure: number) => string): Row {
  return { what, value: text(figure), figure, target: `≤ ${text(limit)}`, limit, pass: figure <= limit };
}

/** A row that passes when the figure is no less than the limit. */
export function atLeast(what: string, figure: number, limit: number, text: (figure: number) => string): Row {
  return { what, value: text(figure), figure, target: `≥ ${text(limit)}`, limit, pass: figure >= limit };
}

/** Records a second of a run, as text. */
export function perSecond(records: number, { seconds }: Pick<Run, 'seconds'>): string {
  return asRate(records / seconds);
}

/** What a run took beside time, for its row. */
export function costs(run: Pick<Run, 'cpuSeconds' | 'peakMiB'>): Pick<Row, 'cpu' | 'memory'> {
  return { cpu: `${run.cpuSeconds.toFixed(1)} s`, memory: asMiB(run.peakMiB) };
}
