import { firstHeading } from './heading.ts';
import { baseName, maxFrames, openException, type TraceReader } from './trace.ts';

const place = /^\s+(\/?(?:[A-Za-z]:)?[^\s:]{1,400}\.(?:go|s)):\d+/;
const goroutine = /^goroutine \d+ \[/;
const standard =
  /^(?:runtime|net|net\/http|reflect|sync|encoding\/\w+|database\/sql|testing|os|io|bufio|bytes|fmt|context|syscall|internal\/[\w/]+|log|log\/slog|sort|strings|time|crypto\/\w+|html\/template|text\/template)$/;

/** Go: a panic with its goroutines, or an error with the calls below it; each call on two lines. */
export const goTraces: TraceReader = {
  language: 'go',
  recognises: (text) =>
    /^goroutine \d+ \[/m.test(text) || /^[^\s].{0,400}\n[ \t]+\S{1,400}\.go:\d+/m.test(text),
  read(lines) {
    const thrown = openException(...panicOf(lines));
    let goroutines = 0;
    for (const [index, line] of lines.entries()) {
      if (goroutine.test(line) && ++goroutines > 1) break; // the first one panicked, the others were only there
      const at = place.exec(line);
      const call = lines[index - 1] ?? '';
      if (at && !/^\s|^created by /.test(call) && call !== '' && thrown.frames.length < maxFrames) {
        thrown.frames.push(frameOf(call, at[1] ?? ''));
      }
    }
    return [thrown];
  },
};

function panicOf(lines: readonly string[]): [type: string, value: string] {
  const line = lines.find((candidate) => /^(?:panic|fatal error): /.test(candidate));
  if (line === undefined) {
    const heading = firstHeading(lines.slice(0, 1));
    return [heading?.type ?? '', heading?.value ?? ''];
  }
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2).replace(/ \[recovered\]$/, '')];
}

/** `github.com/acme/shop/cart.(*Cart).Add.func1(0xc0, …)` → package and `(*Cart).Add`. */
function frameOf(call: string, path: string) {
  const open = call.endsWith(')') ? call.lastIndexOf('(') : -1;
  const name = open > 0 && call[open + 1] !== '*' ? call.slice(0, open) : call;
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  const module = dot === -1 ? baseName(path) : name.slice(0, dot);
  const shortened = name
    .slice(dot + 1)
    .replace(/\[[^\]]{0,200}\]/g, '')
    .replace(/(?:\.func\d+|\.gowrap\d+|\.\d+|-fm)+$/, '');
  const isStandard = standard.test(module);
  return { module, function: shortened, path: isStandard ? `/usr/local/go/src/${path}` : path };
}
