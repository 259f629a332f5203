import { baseName, maxFrames, type OpenException, openException, type TraceReader } from './trace.ts';

const frameLine =
  /^\s*(?:from |\d+: from )?((?:[A-Za-z]:)?[^\s:][^:]{0,400}):\d+:in [`'"](.{1,200}?)['"](?:: (.*?)(?: \(([A-Z][\w:]*)\))?)?$/;
/** Rails writes the exception above its calls: `PaymentError (declined):`; others as `PaymentError: declined`. */
const headingAbove = /^([A-Z]\w*(?:::\w+)*)(?: \((.*)\):?|: (.*))?$/;

/** Ruby: the exception stands on the line of the call that raised it, causes follow in the same way. */
export const rubyTraces: TraceReader = {
  language: 'ruby',
  recognises: (text) => /^[ \t]*(?:from |\d+: from )?[^\s:][^:\n]{0,400}:\d+:in [`'"]/m.test(text),
  read(lines) {
    const exceptions: OpenException[] = [];
    for (const line of lines) {
      const frame = frameLine.exec(line);
      const above = frame || exceptions.length > 0 ? null : headingAbove.exec(line);
      if (above) exceptions.push(openException(above[1], above[2] ?? above[3]));
      if (!frame) continue;
      const [, path = '', name = '', value, type] = frame;
      if (type !== undefined) exceptions.push(openException(type, value));
      if (exceptions.length === 0) exceptions.push(openException());
      const frames = exceptions.at(-1)?.frames;
      if (frames && frames.length < maxFrames) frames.push(frameOf(path, name));
    }
    return exceptions;
  },
};

function frameOf(path: string, name: string) {
  const method = name.replace(/^(?:block (?:\(\d+ levels\) )?in |rescue in |ensure in )+/, '');
  return { module: baseName(path), function: method, path };
}
