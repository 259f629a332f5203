/** Seconds from 1970 to 2000, where PostgreSQL counts from. */
const epochSeconds = 946_684_800;
const two32 = 2 ** 32;

/**
 * Writes a time as PostgreSQL holds it: microseconds in 8 bytes, big-endian, without making a bigint of it.
 *
 * @param ms - since 1970, years 1 to 9999.
 * @returns where they end.
 */
export function writeMicroseconds(bytes: Buffer, ms: number, at: number): number {
  const microseconds = postgresMicroseconds(ms);
  const high = Math.floor(microseconds / two32);
  return bytes.writeUInt32BE(microseconds - high * two32, bytes.writeInt32BE(high, at));
}

/**
 * Reckoned as to_timestamp() reckons, in doubles: a time that comes by either way must be the same. A whole number; past
 * 2^53 one that a double holds, as the server's is.
 */
function postgresMicroseconds(ms: number): number {
  return toEven((ms / 1_000 - epochSeconds) * 1_000_000);
}

/** As rint() of C rounds: a half goes to the even neighbour. Times past 2071 are doubles that end in a half or a whole. */
function toEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
