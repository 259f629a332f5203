import { isInApp } from './in-app.ts';
import type { Frame, Trace, TracedException } from './stacks/trace.ts';

const frameLimit = 5;

/**
 * What tells one stack from another (tier T1): the outermost exception's type, its deepest cause's, and up to five
 * frames nearest the throw as `module:function`.
 *
 * Own code counts; where a trace has none of it, all of its frames do. A function that comes again is left out, so
 * that the depth of a recursion makes no difference.
 * @param typeElsewhere - Type that the record names, for a trace that names none.
 * @returns `undefined` for a trace without frames.
 */
export function stackParts(trace: Trace, typeElsewhere: string): readonly string[] | undefined {
  const outermost = trace.exceptions[0];
  const deepest = trace.exceptions.at(-1);
  if (!outermost || !deepest) return undefined;
  const frames = framesThatCount(trace, outermost);
  if (frames.length === 0) return undefined;
  const type = outermost.type || typeElsewhere;
  const cause = deepest === outermost || deepest.type === '' ? [] : [deepest.type];
  return [...(type === '' ? [] : [type]), ...cause, ...frames];
}

/** The outermost exception's own frames, else its causes', else whatever frames there are. */
function framesThatCount(trace: Trace, outermost: TracedException): readonly string[] {
  for (const { frames } of trace.exceptions) {
    const own = nearest(frames.filter((frame) => isInApp(frame, trace.language)));
    if (own.length > 0) return own;
  }
  const first =
    outermost.frames.length > 0 ? outermost : trace.exceptions.find(({ frames }) => frames.length > 0);
  return nearest(first?.frames ?? []);
}

function nearest(frames: readonly Frame[]): readonly string[] {
  const seen = new Set<string>();
  for (const frame of frames) {
    if (seen.size === frameLimit) break;
    seen.add(`${frame.module}:${frame.function}`);
  }
  return [...seen];
}
