/** Smaller steps are what time servers do all day. */
const stepMs = 1_000;

/**
 * Notices that the clock of the machine was set back.
 *
 * The Kafka client measures by that clock when its next heartbeat is due: set back an hour, it would send none for an hour,
 * and the group would give its partitions away.
 * @param wall - The clock of the machine, ms. @param steady - A clock that nobody sets, ms.
 * @returns A function that answers whether the clock was set back since it was last called.
 */
export function createClockWatch(wall: () => number, steady: () => number): () => boolean {
  let ahead = wall() - steady();
  return () => {
    const before = ahead;
    ahead = wall() - steady();
    return ahead < before - stepMs;
  };
}
