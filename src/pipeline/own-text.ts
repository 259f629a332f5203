/** From this length on V8 makes a part of a text a view of the whole. */
const viewLength = 13;

/** The text by itself, to be kept: a service's name cut out of 32 KiB of records would keep all of them in memory. */
export function ownText(text: string): string {
  return text.length < viewLength ? text : ` ${text}`.slice(1);
}
