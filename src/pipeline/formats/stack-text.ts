import type { JsonObject, Taken } from './format.ts';
import { isObject, type Path, textOf, valueAt } from './lookup.ts';

const maxFrames = 200;

/** The first of `candidates` that holds a stack: a text, lines, or frames as objects. */
export function firstStack(record: JsonObject, candidates: readonly Path[]): Taken<string> | undefined {
  for (const path of candidates) {
    const value = valueAt(record, path);
    if (value === undefined || value === null || typeof value === 'number') continue;
    const text = stackTextOf(value);
    if (text !== undefined && /\S/.test(text)) return { value: text, from: path.name };
  }
  return undefined;
}

/** A stack as text, in the notation of its language where it came as an array of frames. */
export function stackTextOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return textOf(value);
  if (!value.some(isObject)) return textOf(value);
  const lines = value.slice(0, maxFrames).map((frame) => (isObject(frame) ? frameLine(frame) : undefined));
  const found = lines.filter((line) => line !== undefined);
  return found.length === 0 ? undefined : found.join('\n');
}

/** One frame in its language's notation; each logger has names of its own for the parts of a frame. */
function frameLine(frame: JsonObject): string | undefined {
  const text = (name: string) => textOf(frame[name]) ?? '';
  if ('class' in frame && 'method' in frame) {
    return `\tat ${text('class')}.${text('method')}(${text('file') || 'Unknown Source'}:${text('line')})`; // log4j2
  }
  if ('func' in frame) return `${text('func')}(...)\n\t${text('source') || text('file')}:${text('line')}`; // zerolog
  if ('filename' in frame && 'lineno' in frame) {
    return `  File "${text('filename')}", line ${text('lineno')}, in ${text('name') || text('function')}`; // structlog
  }
  if ('function' in frame && 'file' in frame) {
    return `    at ${text('function')} (${text('file')}:${text('line')}:${text('column') || '1'})`;
  }
  return undefined;
}
