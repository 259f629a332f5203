import { baseName, type Frame, maxFrames, openException, type TraceReader } from './trace.ts';

const panicked = /^thread '[^']{0,100}'(?: \(\d+\))? panicked at (?:'(.*)', )?(.+?)(?::\d+){0,2}:?$/;
const frameLine = /^\s*\d+:\s+(?:0x[0-9a-f]+ - )?(\S.*)$/;
const placeLine = /^\s+at (.+?)(?::\d+){0,2}$/;

/** Rust: a panic's message and place, and the calls where a backtrace was asked for; anyhow's errors too. */
export const rustTraces: TraceReader = {
  language: 'rust',
  recognises: (text) =>
    /^thread '[^'\n]{0,100}'.{0,20} panicked at /m.test(text) || /^stack backtrace:/im.test(text),
  read(lines) {
    const at = lines.findIndex((line) => panicked.test(line));
    const found = panicked.exec(lines[at] ?? '');
    const error = /^Error: (.*)$/.exec(lines[0] ?? '');
    const thrown = openException(
      found ? 'panic' : error ? 'Error' : '',
      found ? (found[1] ?? lines[at + 1] ?? '') : (error?.[1] ?? lines[0] ?? ''),
    );
    thrown.frames.push(...framesOf(lines));
    if (found && thrown.frames.length === 0) {
      const path = found[2] ?? '';
      thrown.frames.push({ module: baseName(path), function: '{panic}', path });
    }
    return [thrown];
  },
};

function framesOf(lines: readonly string[]): readonly Frame[] {
  const start = lines.findIndex((line) => /^stack backtrace:/i.test(line));
  if (start === -1) return [];
  const frames: Frame[] = [];
  for (const [index, line] of lines.entries()) {
    const found = index > start ? frameLine.exec(line) : null;
    if (!found || frames.length === maxFrames) continue;
    const name = plainName(found[1] ?? '');
    const place = placeLine.exec(lines[index + 1] ?? '')?.[1] ?? '';
    const cut = name.lastIndexOf('::');
    const isLibrary = /^(?:\/rustc\/|.*(?:\.cargo|rustlib)\/)/.test(place);
    frames.push({
      module: cut === -1 ? '' : name.slice(0, cut),
      function: name.slice(cut === -1 ? 0 : cut + 2),
      path: isLibrary ? place : name,
    });
  }
  return frames;
}

/** `<app::Store as app::Load>::load::{{closure}}::h0123456789abcdef` → `app::Store::load`. */
function plainName(name: string): string {
  return name
    .replace(/::h[0-9a-f]{16}$/, '')
    .replace(/(?:::\{\{closure\}\}|::\{closure#\d+\}|::\{\{impl\}\})+/g, '')
    .replace(/^<(.+?) as .+?>(?=::)/, '$1')
    .replace(/^_?<(.+)>(?=::)/, '$1')
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/::$/, '');
}
