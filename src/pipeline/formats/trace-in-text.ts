import type { Taken } from './format.ts';

/** Lines with which a stack trace starts, or that only a stack trace holds. */
const traceLine =
  /^(?:Traceback \(most recent call last\):|[ \t]+at [\w.$<>[\]@/\\(].*|[ \t]+File "[^"\n]*", line \d+|Exception in thread |Caused by: |panic: |goroutine \d+ \[|thread '[^'\n]*'.{0,20} panicked at |#0 |[ \t]+from \S+:\d+:in |\S+\.rb:\d+:in )/m;
const heading =
  /^(?:Uncaught |Exception in thread "[^"\n]*" |PHP Fatal error: {2}|Unhandled exception\. )?[A-Za-z_][\w.$\\:]*(?:Error|Exception|Failure|Fault|Panic|Throwable|Warning|Interrupt|Timeout|Exit)\b/;

/** Further down than any message that is kept. */
const maxSearched = 64 * 1024;

/** Index in `text` at which a stack trace starts, its heading line included; -1 where there is none. */
export function traceStart(text: string): number {
  const found = traceLine.exec(text.length > maxSearched ? text.slice(0, maxSearched) : text);
  if (!found) return -1;
  const start = found.index;
  if (start === 0 || !/^[ \t]|^Caused|^#0/.test(found[0])) return start;
  return headingBefore(text, start);
}

/** `com.fly.Taken: 14C`: right above the frames a class with its package is an exception whatever it is called. */
const qualifiedName = /^(?:[a-z_]\w*\.){1,12}[A-Z]\w*(?::|\s*$)/;

/**
 * A message that holds a stack trace, as message and stack; `undefined` for one that does not.
 *
 * A message that is nothing but a trace becomes the line that names the exception.
 */
export function separateStack(
  whole: Taken<string> | undefined,
): { readonly message: Taken<string>; readonly stack: Taken<string> } | undefined {
  if (!whole?.value.includes('\n')) return undefined;
  const start = traceStart(whole.value);
  if (start === -1) return undefined;
  const stack = { value: whole.value.slice(start), from: whole.from };
  const before = whole.value.slice(0, start).trim();
  return { message: { value: before === '' ? exceptionLine(stack.value) : before, from: whole.from }, stack };
}

/** The line of a trace that names the exception: Python's last one that is not indented, else the first. */
export function exceptionLine(stack: string): string {
  const lines = stack.trimEnd().split('\n');
  if (!stack.startsWith('Traceback (most recent')) return (lines[0] ?? '').trim();
  return (
    lines.findLast((line) => heading.test(line)) ?? lines.findLast((line) => /^[A-Za-z_]/.test(line)) ?? ''
  );
}

/** The lines above the first frame belong to the trace from the one on that names an exception. */
function headingBefore(text: string, start: number): number {
  let from = start;
  for (let looked = 0; looked < 20 && from > 0; looked++) {
    const lineStart = text.lastIndexOf('\n', from - 2) + 1;
    const line = text.slice(lineStart, Math.min(from, lineStart + 300));
    if (heading.test(line) || (looked === 0 && qualifiedName.test(line))) return lineStart;
    from = lineStart;
  }
  return start;
}
