import { logKey } from '../log-key.ts';
import type { BatchResult, LogId } from '../types.ts';

/** What a person reads when a log can't simply be followed, and what to do about it. */

export function gap(log: LogId, from: bigint, next: bigint): string {
  return `${logKey(log)}: ${next - from} records (offsets ${from} to ${next - 1n}) were deleted before they were read.`;
}

export function dropped(log: LogId, before: bigint): string {
  return `${logKey(log)}: retention dropped errors before offset ${before}; they are not counted again.`;
}

export function unreadable({ topic, partition }: LogId, { deadLetters }: BatchResult): string {
  const last = deadLetters.at(-1);
  const example = `esm-monitor explain --topic ${topic} --partition ${partition} --offset ${last?.offset ?? 0n}`;
  return `more than half of its last 1,000 records can't be read (${last?.reason ?? 'unknown'}). See one: ${example}`;
}

export function madeAnew(position: bigint, end: bigint): string {
  return (
    `it ends at offset ${end}, but offset ${position} is the next to store: the topic was made anew. ` +
    'Watch it under another --group.'
  );
}
