const grouped = new Intl.NumberFormat('en-US');

/** A count with grouped digits (`18,233`); zero is `–`. */
export function count(value: number | bigint): string {
  return value === 0 || value === 0n ? '–' : grouped.format(value);
}

/** A part of a whole (`18 of 1,204`); here zero is a number. */
export function ofAll(part: number, all: number): string {
  return `${grouped.format(part)} of ${grouped.format(all)}`;
}

/** A count in at most five characters (`999`, `18.4k`, `1.2M`); zero is `–`. */
export function shortCount(value: number): string {
  if (value === 0) return '–';
  if (value < 1) return value.toFixed(1);
  if (value < 999.5) return String(Math.round(value));
  for (const [unit, size] of [
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
  ] as const) {
    const scaled = value / size;
    if (scaled < 99.95) return `${scaled.toFixed(1)}${unit}`;
    if (scaled < 999.5) return `${Math.round(scaled)}${unit}`;
  }
  return '>1T';
}

/** A share of one as a percentage (`2.1%`); none at all is `–`, and what rounds to nothing is `<0.1%`. */
export function percent(share: number | null): string {
  if (share === null || share === 0) return '–';
  if (share < 0.0005) return '<0.1%';
  return share >= 0.9995 ? '100%' : `${(share * 100).toFixed(1)}%`;
}
