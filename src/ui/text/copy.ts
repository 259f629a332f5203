import { errorLine, iso, toLine } from '../../output/json-lines.ts';
import type { LogError } from '../../types.ts';

/** Terminals cut or drop longer clipboard writes (xterm and tmux take about 74,994 bytes of base64). */
const maxBytes = 50_000;

/**
 * The sequence that puts text into the clipboard of the terminal, also of one at the other end of ssh (OSC 52).
 *
 * Text beyond 50,000 bytes is cut. The text travels as base64, so no data can end the sequence.
 */
export function clipboardSequence(text: string): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, maxBytes);
  return `\u001b]52;c;${bytes.toString('base64')}\u0007`;
}

/** An error as a person would paste it into a chat: one line, then the stack. */
export function errorAsText(error: LogError): string {
  const head = `${iso(error.time)} ${error.severity} ${error.service} ${error.message}`;
  const place = `${error.topic}/${error.partition}@${error.offset} incident ${error.incident}`;
  return [head, ...(error.stack === null ? [] : [error.stack]), place].join('\n');
}

/** An error as the JSON line that scripts get of it. */
export function errorAsJson(error: LogError): string {
  return toLine(errorLine(error)).trimEnd();
}
