import { readHeading } from './heading.ts';
import { maxFrames, type OpenException, openException, type TraceReader } from './trace.ts';

const frameLine = /^\s*at ([^\s(][^(]{0,400}?)\([^)]{0,1000}\)?(?: in (.{1,400}?):line \d+)?\s*$/;
const inner = /^\s*---> (?:\(Inner Exception #\d+\) )?(.*)$/;

/** .NET: the outermost exception's heading first, but the innermost one's calls. */
export const dotnetTraces: TraceReader = {
  language: 'dotnet',
  recognises: (text) =>
    /^[ \t]*at [^\n]{1,600} in [^\n]{1,400}:line \d+/m.test(text) ||
    /^[ \t]*(?:---> |--- End of )/m.test(text) ||
    /^[ \t]*at [\w.`<>+[\],]{1,300}\((?:\)|[\w.`<>[\],&*? ]+ \w+)/m.test(text),
  read(lines) {
    const exceptions: OpenException[] = [];
    let depth = 0;
    for (const line of lines) {
      const cause = inner.exec(line);
      const frame = frameLine.exec(line);
      if (cause) {
        exceptions.push(named(cause[1] ?? ''));
        depth = exceptions.length - 1;
      } else if (/^\s*--- End of inner exception/.test(line)) {
        depth = Math.max(0, depth - 1);
      } else if (frame) {
        if (exceptions.length === 0) exceptions.push(openException());
        const frames = exceptions[depth]?.frames;
        if (frames && frames.length < maxFrames) frames.push(frameOf(frame[1] ?? ''));
      } else if (exceptions.length === 0) {
        exceptions.push(...headingsOf(line));
        depth = Math.max(0, exceptions.length - 1);
      }
    }
    return exceptions;
  },
};

/** .NET Framework writes the whole chain into one line: `A: outer ---> B: inner`. */
function headingsOf(line: string): OpenException[] {
  const [first = '', ...causes] = line.split(' ---> ');
  return readHeading(first) ? [named(first), ...causes.map(named)] : [];
}

function named(text: string): OpenException {
  const heading = readHeading(text.trim());
  return openException(heading?.type ?? text.split(':', 1)[0], heading?.value ?? '');
}

/** Undoes what the compiler made: `Orders.<ShipAsync>d__5.MoveNext` and `Orders.<>c.<Ship>b__3_0` are Orders' own. */
function frameOf(call: string) {
  const whole = call.replace(/`\d+|\[[^\]]{0,200}\]/g, '').replace(/\+/g, '.');
  const compiled =
    /^(.*?)\.(?:<>c(?:__DisplayClass[\d_]+)?\.?)?<+(\w+)>+[\w|]*?(?:__\w*)?(?:\|[\d_]+)?(?:\.MoveNext)?$/.exec(
      whole,
    );
  const localFunction = /<\w*>g__(\w+)\|/.exec(whole)?.[1];
  const module = compiled?.[1] ?? whole.slice(0, Math.max(0, whole.lastIndexOf('.')));
  const name = localFunction ?? compiled?.[2] ?? whole.slice(whole.lastIndexOf('.') + 1);
  return {
    module: module.replace(/\.<>c\w*$/, ''),
    function: name.replace(/^lambda_method\d+$/, 'lambda_method'),
    path: whole,
  };
}
