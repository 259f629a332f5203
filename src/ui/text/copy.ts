import { errorLine, iso, neighbourLine, toLine } from '../../output/json-lines.ts';
import type { LogError, Neighbour } from '../../types.ts';

/** Terminals cut or drop longer clipboard writes (xterm and tmux take about 74,994 bytes of base64). */
const maxBytes = 50_000;

/**
 * The sequence that puts text into the clipboard of the terminal, also of one at the other end of ssh (OSC 52).
 *
 * Text beyond 50,000 bytes is cut. The text travels as base64, so no data can end the sequence.
 *
 * @param inScreen - GNU screen knows no OSC 52 but hands on what stands in DCS strings, each of at most 768 bytes.
 */
export function clipboardSequence(text: string, inScreen = false): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, maxBytes);
  const sequence = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
  if (!inScreen) return sequence;
  const parts = sequence.match(/.{1,700}/gsu) ?? [];
  return parts.map((part) => `\u001bP${part}\u001b\\`).join('');
}

/** An error, or another record, as a person would paste it into a chat: one line, then the stack, then its place. */
export function recordAsText(record: LogError | Neighbour): string {
  const place = `${record.topic}/${record.partition}@${record.offset}`;
  if ('reason' in record) return `${iso(record.at)} unreadable: ${record.reason}\n${record.sample}\n${place}`;
  const { time, severity, service, message, stack } = record;
  const head = `${iso(time)} ${severity} ${service} ${message}`;
  const whole = 'incident' in record ? `${place} incident ${record.incident}` : place;
  return [head, ...(stack === null ? [] : [stack]), whole].join('\n');
}

/** The same as the JSON line that scripts get of it; only an error has an incident. */
export function recordAsJson(record: LogError | Neighbour): string {
  return toLine('incident' in record ? errorLine(record) : neighbourLine(record));
}
