import { readHeading } from './heading.ts';
import { baseName, maxFrames, type OpenException, openException, type TraceReader } from './trace.ts';

const frameLine = /^\s*File "([^"]{0,500})", line \d+(?:, in (.{1,200}))?$/;
/** Margin that exception groups draw beside their traces. */
const groupMargin = /^\s*(?:[|+] ?)+(?:-+ ?\d* ?-+)?/;
const start = 'Traceback (most recent call last):';

/** Python: the outermost exception comes last, and in each trace the call nearest the throw. */
export const pythonTraces: TraceReader = {
  language: 'python',
  recognises: (text) => text.includes(start) || /^[ \t]*File "[^"\n]*", line \d+, in /m.test(text),
  read(lines) {
    const closed: OpenException[] = [];
    let open: OpenException | undefined;
    for (const raw of lines) {
      const line = raw.replace(groupMargin, '');
      if (line.includes(start)) {
        open = openException();
        continue;
      }
      const frame = frameLine.exec(line);
      if (frame) {
        open ??= openException();
        // A SyntaxError names the file it could not read without a function: that is no call.
        if (frame[2] !== undefined && open.frames.length < maxFrames)
          open.frames.push(frameOf(frame[1] ?? '', frame[2]));
        continue;
      }
      if (!open || /^\s/.test(line) || line === '') continue;
      const heading = readHeading(line);
      open.type = heading?.type ?? /^[A-Za-z_][\w.]*/.exec(line)?.[0] ?? '';
      open.value = heading?.value ?? line.slice(open.type.length).replace(/^:\s*/, '');
      closed.push(open);
      open = undefined;
    }
    if (open && open.frames.length > 0) closed.push(open); // cut off before its last line
    return closed.reverse().map(nearestFirst);
  },
};

function frameOf(path: string, name: string) {
  const base = baseName(path);
  const parent = base === '__init__.py' ? `${baseName(path.slice(0, -base.length - 1))}/` : '';
  return { module: parent + base, function: name, path };
}

/** Comprehensions were calls until Python 3.12 and are none since. */
function nearestFirst(exception: OpenException): OpenException {
  const frames = exception.frames
    .filter(({ function: name }) => !/^<(?:list|dict|set)comp>$/.test(name))
    .reverse();
  return { ...exception, frames };
}
