/**
 * The faults run at full size with `npm run test:faults`, and at about a tenth of it, with short waits, in `npm test`.
 *
 * The short form runs beside other things on small machines, so it allows more time; what must not be lost or counted
 * twice is the same in both.
 */
const atFullSize = process.env.ESM_FAULTS === 'long';

/** The value for the form that runs now. */
export function sized<T>(full: T, short: T): T {
  return atFullSize ? full : short;
}

/** How long may pass, in ms: as long as promised at full size, three times as long in the short form. */
export function allowed(promisedMs: number): number {
  return sized(promisedMs, promisedMs * 3);
}

/** Time for a whole test, in ms. */
export const patienceMs = sized(600_000, 60_000);

/** Length of the long ones, the soak and the load, at full size: `--minutes`. */
export const longMs = Number(process.env.ESM_FAULT_MINUTES ?? '3') * 60_000;
