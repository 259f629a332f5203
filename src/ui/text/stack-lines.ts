import { visibleLines } from '../../text/visible.ts';

/** What a line of a stack trace is to a person who looks for the fault. */
export type StackLine = { readonly text: string; readonly kind: 'own' | 'library' | 'cause' | 'other' };

const mostLines = 2_000;

const library = [
  // Python: installed packages, the standard library, frozen modules
  /[/\\](?:site|dist)-packages[/\\]|[/\\]lib[/\\]python\d|<frozen /,
  // Node.js
  /node:internal|\(?node:|[/\\]node_modules[/\\]/,
  // Java, Kotlin, Scala
  /^\s*at (?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|akka|reactor|rx)\./,
  /^\s*at (?:org\.(?:springframework|apache|hibernate|eclipse|postgresql|junit|slf4j|jboss)|io\.(?:netty|micrometer|grpc|vertx)|com\.(?:zaxxer|fasterxml|google|mysql)|ch\.qos)\./,
  /^\s*\.\.\. \d+ (?:more|common frames)/,
  // .NET
  /^\s*at (?:System|Microsoft)\./,
  // Go, Rust, Ruby, PHP
  /\/(?:usr\/local\/)?go\/(?:src|pkg\/mod)\/|\/rustc\/|\.cargo[/\\]registry|\/gems\/|\/vendor\//,
] as const;

const frame = /^\s*(?:at |File "|\d+: |#\d+ |from )|^\s+\S+\.go:\d+/;
const cause =
  /^\s*(?:Caused by:|Suppressed:|\[cause\]:|During handling of|The above exception|Caused by |--- End of inner)/;
const pythonFrame = /^\s*File "/;

/**
 * The lines of a stack trace, safe to write, each marked as a frame of one's own code, of a library, or a cause.
 *
 * The source line under a Python frame belongs to the frame. Where a language is not known, frames count as one's own:
 * better a bright line too many than a hidden one. At most 2,000 lines; the last one tells how many are missing.
 */
export function stackLines(stack: string): readonly StackLine[] {
  const all = visibleLines(stack.trimEnd());
  const lines: StackLine[] = [];
  let underPythonFrame: StackLine['kind'] | null = null;
  for (const text of all.slice(0, mostLines)) {
    const kind: StackLine['kind'] = kindOf(text);
    const belongs: boolean = underPythonFrame !== null && kind === 'other' && /^\s{3,}/.test(text);
    lines.push({ text, kind: belongs && underPythonFrame ? underPythonFrame : kind });
    if (!belongs) underPythonFrame = pythonFrame.test(text) ? kind : null;
  }
  const missing = all.length - lines.length;
  return missing > 0 ? [...lines, { text: `… ${missing} more lines`, kind: 'other' }] : lines;
}

function kindOf(text: string): StackLine['kind'] {
  if (cause.test(text)) return 'cause';
  if (library.some((pattern) => pattern.test(text))) return 'library';
  return frame.test(text) ? 'own' : 'other';
}
