/** What the client puts before a cause: what it was doing, or does next. */
const before =
  /^(?:Crash: \w+: |Failed to connect to seed broker, trying another broker from the list: |Connection error: )+/;
/**
 * Lines that say what the client does next, and of no cause. The cause had a line of its own, or the broker has answered: it
 * holds nothing there any more.
 */
const withoutCause =
  /^(?:Restarting the consumer in |Failed to connect to broker, reconnecting|Offset out of range)/;

/** The cause that a line of the client's log tells of, as a part of a sentence; undefined where it tells of none. */
export function causeIn(line: string): string | undefined {
  if (withoutCause.test(line)) return undefined;
  return line
    .replace(before, '')
    .replace(/^Request \w+\(.*\) timed out$/, 'it gave no answer in time')
    .replace(/[.\s]+$/, '');
}
