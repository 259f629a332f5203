/** A time in years of four digits, which Postgres writes as ISO and Date reads; beyond them (a hostile timestamp) the nearest. */
export function inYears(ms: number): number {
  return Math.min(Math.max(ms, earliestMs), latestMs);
}

const earliestMs = Date.UTC(1, 0, 1);
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
