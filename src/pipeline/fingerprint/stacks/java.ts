import { firstHeading, readHeading } from './heading.ts';
import { maxFrames, type OpenException, openException, type TraceReader } from './trace.ts';

const frameLine =
  /^\s*at (?:[\w.@-]*\/{1,2})?([\w.$<>-]+)\.([\w$<>-]+)\((?:[\w$+-]+\.(?:java|kt|kts|scala|groovy|clj)|Native Method|Unknown Source|<generated>|null|NO_SOURCE_FILE)/;
const section = /^(\s*)(Caused by|Suppressed): (.*)$/;

/** Java and its neighbours: the outermost exception first, its cause after `Caused by:`. */
export const javaTraces: TraceReader = {
  language: 'java',
  recognises: (text) =>
    /^[ \t]*at [^\n(]{1,400}\((?:[\w$+-]+\.(?:java|kt|kts|scala|groovy|clj)[:)]|Native Method|Unknown Source|<generated>)/m.test(
      text,
    ) || /^Caused by: [\w$]+\.[\w$.]+/m.test(text),
  read(lines) {
    const firstFrame = lines.findIndex((line) => frameLine.test(line) || section.test(line));
    const heading = firstHeading(lines.slice(0, firstFrame === -1 ? 5 : Math.min(firstFrame, 50)));
    let open = openException(heading?.type, heading?.value);
    const exceptions: OpenException[] = [open];
    let suppressedIndent = -1;
    for (const line of lines.slice(Math.max(firstFrame, 0))) {
      const indent = line.search(/\S/);
      if (suppressedIndent >= 0 && indent > suppressedIndent) continue; // what was suppressed caused nothing
      suppressedIndent = -1;
      const begins = section.exec(line);
      if (begins?.[2] === 'Suppressed') {
        suppressedIndent = indent;
      } else if (begins) {
        const cause = readHeading(begins[3] ?? '');
        open = openException(cause?.type ?? (begins[3] ?? '').split(':', 1)[0], cause?.value);
        exceptions.push(open);
      } else {
        const frame = frameLine.exec(line);
        if (frame && open.frames.length < maxFrames)
          open.frames.push(frameOf(frame[1] ?? '', frame[2] ?? ''));
      }
    }
    return exceptions;
  },
};

/** Drops what compilers and proxies add: `Tax$1`, `Tax$$Lambda$14/0x8…`, `Tax$$SpringCGLIB$$0`, `lambda$rate$0`. */
function frameOf(className: string, method: string) {
  const module = className
    .replace(/\$\$(?:Lambda|Enhancer|FastClass|SpringCGLIB|ByteBuddy|_javassist|_Weld|Nest|anonfun).*$/, '')
    .replace(/\$(?:HibernateProxy|MockitoMock|ByteBuddy|Proxy).*$/, '')
    .replace(/(?:\$\d+)+$|(?<=GeneratedMethodAccessor|GeneratedConstructorAccessor|\$Proxy)\d+$/g, '');
  const name = method.replace(/^lambda\$([\w]+)\$\d+$/, '$1').replace(/\$(?:\d+|lambda-\d+)$/, '');
  return { module, function: name, path: className };
}
