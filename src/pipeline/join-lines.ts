import { isKept } from '../severity-counts.ts';
import type { RawRecord } from '../types.ts';
import type { LineSighting } from './formats/format.ts';
import { serviceInEnvelope } from './service.ts';
import { continuesEvent } from './trace-lines.ts';

/** A line, and those after it that belong to it. */
export type OpenLine = {
  readonly sighting: LineSighting;
  readonly record: RawRecord;
  readonly at: number;
  readonly lines: readonly string[];
};

/** Joins the lines of one stack trace that arrive as records of their own, within what goes through the pipeline at once. */
export type LineJoiner = {
  /**
   * Takes a line.
   *
   * @returns The event that is complete now, if any; `joined` for a line that belongs to one before it.
   */
  take(sighting: LineSighting, record: RawRecord, at: number): OpenLine | 'joined' | undefined;
  /** The lines that were still waiting for what follows them. */
  rest(): readonly OpenLine[];
};

type Waiting = { -readonly [field in keyof OpenLine]: OpenLine[field] } & {
  lines: string[];
  length: number;
  until: number;
};

const gapMs = 200;
const maxLines = 2000;
const maxLength = 128 * 1024;

/** Lines belong together by their source (the envelope's container or host, the header `service`), shape and time. */
export function createLineJoiner(): LineJoiner {
  const waiting = new Map<string, Waiting>();

  return {
    take(sighting, record, at) {
      const source = serviceInEnvelope(sighting.context)?.value ?? '';
      const open = waiting.get(source);
      if (
        open &&
        at <= open.until &&
        at >= open.until - 2 * gapMs &&
        continuesEvent(sighting.line, open.lines, isKept(open.sighting.severity))
      ) {
        append(open, sighting.line);
        open.until = at + gapMs;
        return 'joined';
      }
      const { line } = sighting;
      waiting.set(source, { sighting, record, at, lines: [line], length: line.length, until: at + gapMs });
      return open;
    },
    rest: () => [...waiting.values()],
  };
}

/** Beyond the caps a line still belongs to its event, though nobody will read it. */
function append(open: Waiting, line: string): void {
  if (open.lines.length >= maxLines || open.length >= maxLength) return;
  open.lines.push(line);
  open.length += line.length;
}
