/** Watches how many records of one log can't be read. */
export type UnreadableGuard = {
  /** Takes the figures of the next records; true when more than half of the last thousand are unreadable. */
  exceeds(records: number, unreadable: number): boolean;
};

const windowRecords = 1_000;

/**
 * A log of which most can't be read is no log of a service (a wrong topic, a binary format), and setting it aside record
 * by record would only fill the store. Judged once every thousand records.
 */
export function createUnreadableGuard(): UnreadableGuard {
  let seen = 0;
  let bad = 0;

  function exceeds(records: number, unreadable: number): boolean {
    seen += records;
    bad += unreadable;
    if (seen < windowRecords) return false;
    const exceeded = bad * 2 > seen;
    seen = 0;
    bad = 0;
    return exceeded;
  }

  return { exceeds };
}
