/** Caps in UTF-8 bytes, the mark included, except `serviceCharacters`. */
export const caps = {
  messageBytes: 16 * 1024,
  stackBytes: 64 * 1024,
  serviceCharacters: 128,
  /** Logger, host, exception type, trace id. */
  nameBytes: 512,
} as const;

/**
 * The text, or its beginning with a mark that says how long it was: at most `maxBytes` of UTF-8 in all.
 *
 * @param fullLength - Length of the original in UTF-16 units, where `text` is itself only its beginning.
 */
export function capText(text: string, maxBytes: number, fullLength: number = text.length): string {
  const whole = fullLength <= text.length;
  if (whole && text.length * 3 <= maxBytes) return text;
  if (whole && text.length <= maxBytes && Buffer.byteLength(text) <= maxBytes) return text;
  const mark = ` … [cut, ${fullLength} characters]`;
  const room = new Uint8Array(maxBytes - Buffer.byteLength(mark));
  const { written } = new TextEncoder().encodeInto(text, room);
  // Decoded anew: a slice of the text would keep all of it in memory.
  return Buffer.from(room.buffer, 0, written).toString() + mark;
}
