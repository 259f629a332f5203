import { dotnetTraces } from './dotnet.ts';
import { goTraces } from './go.ts';
import { firstHeading } from './heading.ts';
import { javaTraces } from './java.ts';
import { nodeTraces } from './node.ts';
import { phpTraces } from './php.ts';
import { pythonTraces } from './python.ts';
import { rubyTraces } from './ruby.ts';
import { rustTraces } from './rust.ts';
import type { Trace, TraceReader } from './trace.ts';

/** In the order of how sure each reader can be that a text is its own. */
const readers: readonly TraceReader[] = [
  ...[pythonTraces, javaTraces, rustTraces, goTraces],
  ...[phpTraces, rubyTraces, dotnetTraces, nodeTraces],
];

/** Frames stand in the first lines; what follows in a capped stack is more of the same. */
const maxLines = 1500;
const maxLine = 1000;
/** A language shows in the first lines. */
const maxRecognised = 8 * 1024;

/**
 * Reads a stack trace of any of the known languages.
 *
 * @returns A trace without frames for a text that only names an exception; `undefined` for one that does not even.
 */
export function readTrace(stack: string): Trace | undefined {
  const beginning = stack.length > maxRecognised ? stack.slice(0, maxRecognised) : stack;
  const reader = readers.find((candidate) => candidate.recognises(beginning));
  const lines = stack
    .split('\n', maxLines)
    .map((line) => (line.length > maxLine ? line.slice(0, maxLine) : line));
  const exceptions = reader?.read(lines) ?? [];
  if (reader && exceptions.length > 0) return { language: reader.language, exceptions };
  const heading = firstHeading(lines.slice(0, 3));
  if (!heading) return undefined;
  return { language: 'python', exceptions: [{ type: heading.type, value: heading.value, frames: [] }] };
}
