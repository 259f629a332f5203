import { readHeading } from './fingerprint/stacks/heading.ts';

/** Lines that only ever come inside a trace. */
const inside =
  /^(?:[ \t]+\S|Caused by: |Suppressed: |at \S|\.\.\. \d+ (?:more|common)|---> |--- End of|During handling of the above|The above exception was|goroutine \d+ \[|created by |stack backtrace:|note: run with|Stack trace:|#\d+ |\[stacktrace\]|from \S+:\d+:in )/;
const python = 'Traceback (most recent call last):';

/**
 * True for a line that goes on with the event of `lines`, the lines before it.
 *
 * @param isError - The event so far is kept: only then a new exception's name or traceback is taken to be its own.
 */
export function continuesEvent(line: string, lines: readonly string[], isError: boolean): boolean {
  if (inside.test(line)) return true;
  const last = lines.at(-1) ?? '';
  const traceback = lines.findLastIndex((before) => before.includes(python));
  if (traceback !== -1) return continuesPython(line, lines.slice(traceback + 1), last);
  if (line.startsWith(python)) return isError;
  if (/ panicked at .*:$/.test(last)) return true; // Rust puts the message on a line of its own
  if (/^(?:panic: |goroutine \d+ \[)/.test(lines[0] ?? ''))
    return /^[\w./*()@{}-]+\(.*\)$|^exit status \d/.test(line);
  return isError && lines.length === 1 && readHeading(line)?.qualified === true;
}

/** A traceback ends with the line that names the exception; another one may follow it. */
function continuesPython(line: string, after: readonly string[], last: string): boolean {
  const closed = after.some((before) => before !== '' && !/^\s/.test(before));
  if (!closed) return /^[A-Za-z_][\w.]*(?::|$)/.test(line);
  return line.startsWith(python) && /^(?:During handling|The above exception)/.test(last);
}
