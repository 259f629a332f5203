import { firstHeading, readHeading } from './heading.ts';
import { baseName, maxFrames, type OpenException, openException, type TraceReader } from './trace.ts';

const frameLine =
  /^\s*at (?:async )?(?:new )?(?:(.{1,300}) \()?((?:file:\/\/|webpack-internal:\/\/|https?:\/\/|node:|[A-Za-z]:[\\/])?[^\s:()][^:()]{0,400}?)(?::\d+){1,2}\)?,?(?: \{)?$/;
const nativeLine = /^\s*at (?:async )?(?:new )?([\w.$<>[\] ]{1,200}) \((?:<anonymous>|native|index \d+)\)$/;
const causeLine = /^\s*(?:\[cause\]|caused by|Caused by): (.*)$/;

/** V8's stacks (Node, Deno, browsers): the outermost error first, its cause after `[cause]:` or `caused by:`. */
export const nodeTraces: TraceReader = {
  language: 'node',
  recognises: (text) => /^[ \t]*at (?:[^\n]{1,300} \()?[^\n()]{1,400}:\d+(?::\d+)?\)?,?(?: \{)?$/m.test(text),
  read(lines) {
    const firstFrame = lines.findIndex((line) => frameLine.test(line) || nativeLine.test(line));
    if (firstFrame === -1) return [];
    const heading = firstHeading(lines.slice(0, firstFrame));
    let open = openException(heading?.type, heading?.value);
    const exceptions: OpenException[] = [open];
    for (const line of lines.slice(firstFrame)) {
      const cause = causeLine.exec(line);
      if (cause) {
        const named = readHeading(cause[1] ?? '');
        open = openException(named?.type ?? 'Error', named?.value ?? cause[1]);
        exceptions.push(open);
        continue;
      }
      const frame = frameLine.exec(line) ?? nativeLine.exec(line);
      if (frame && open.frames.length < maxFrames)
        open.frames.push(frameOf(frame[1], frame[2] ?? '<native>'));
    }
    return exceptions;
  },
};

function frameOf(call: string | undefined, path: string) {
  const name = (call ?? '<anonymous>')
    .replace(/ \[as [^\]]{1,100}\]$/, '')
    .replace(/^(?:async|new) /, '')
    .replace(/^(?:Object|Function|Module|exports|global|Timeout|process|_?default)\.(?=.)/, '')
    .replace(/^eval$|.*<anonymous>$/, '<anonymous>');
  return { module: withoutHash(baseName(path.replace(/\?.*$/, ''))), function: name, path };
}

/** `main.3f2a9c1b.js`, `chunk-7QKX2M4A.js`: bundlers put a hash of the content into the name. */
function withoutHash(file: string): string {
  return file.replace(
    /[.-](?=[0-9A-Za-z_]*\d)[0-9A-Za-z_]{8,64}(?=\.(?:bundle\.|chunk\.|min\.)?[cm]?[jt]sx?$)/,
    '',
  );
}
