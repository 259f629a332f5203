import {
  baseName,
  type Frame,
  maxFrames,
  type OpenException,
  openException,
  type TraceReader,
} from './trace.ts';

const frameLine = /^#\d+ (?:(\[internal function\])|(.{1,400}?)\(\d+\)|\{main\})(?:: (.{1,400}))?$/;
const heading =
  /^(?:PHP )?(?:Fatal error: +)?(?:Uncaught |Next )?([A-Za-z_\\][\w\\]*)(?:: (.*?))?(?: in (\S+?)(?::\d+| on line \d+|\(\d+\)))?$/;
/** Monolog's line format: `[object] (App\Down(code: 0): text at /app/Vault.php:18)`. */
const objectHeading =
  /\[(?:object|previous exception)\](?: \[object\])? \(([\w\\]+)\(code: [^)]{0,40}\): (.*?)(?: at (\S+?):\d+\)?)?$/;

/** PHP: the innermost exception first, each further one after `Next`, as PHP prints a chain. */
export const phpTraces: TraceReader = {
  language: 'php',
  recognises: (text) =>
    /^#\d+ (?:\{main\}|\[internal function\]|[^\n]{1,400}\(\d+\): )/m.test(text) ||
    /^[^\n]{1,800} in \S{1,400}\.php(?::\d+| on line \d+|\(\d+\))/.test(text),
  read(lines) {
    const chain: OpenException[] = [];
    let nested = false;
    for (const [index, line] of lines.entries()) {
      const object = objectHeading.exec(line);
      const found = object ?? (isHeading(line, index) ? heading.exec(line) : null);
      if (found) {
        nested ||= line.includes('[previous exception]');
        chain.push(thrownAt(found));
        continue;
      }
      const frame = frameLine.exec(line);
      if (!frame || line.includes('{main}')) continue;
      if (chain.length === 0) chain.push(openException());
      const frames = chain.at(-1)?.frames;
      if (frames && frames.length < maxFrames)
        frames.push(frameOf(frame[2] ?? frame[1] ?? '', frame[3] ?? ''));
    }
    // Laravel writes the outermost first and names those below it as previous.
    return nested ? chain : chain.reverse();
  },
};

/** A chain goes on at `Next`; else only the first line names an exception. */
function isHeading(line: string, index: number): boolean {
  return (
    line.startsWith('Next ') ||
    (index === 0 && !line.startsWith('#')) ||
    /^(?:PHP )?Fatal error: +Uncaught /.test(line)
  );
}

function thrownAt([, type = '', value = '', file]: RegExpExecArray): OpenException {
  const thrown = openException(type, value);
  if (file !== undefined) thrown.frames.push({ module: baseName(file), function: '{throw}', path: file });
  return thrown;
}

function frameOf(path: string, call: string): Frame {
  const name = call.replace(/\(.*$/, '').replace(/\{closure.*\}/, '{closure}');
  return { module: baseName(path), function: name, path };
}
