/** One line of a Python stack: where, and the source text there. */
export type Frame = {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly code: string;
};

/** A Python exception. `cause` is what it was raised from. */
export type PythonError = {
  readonly type: string;
  readonly message: string;
  /** Outermost call first, as Python prints them. */
  readonly frames: readonly Frame[];
  readonly cause?: PythonError;
};

/** The text that Python's traceback module prints, causes first. */
export function traceback({ type, message, frames, cause }: PythonError): string {
  const lines = frames.flatMap(({ file, line, function: name, code }) => [
    `  File "${file}", line ${line}, in ${name}`,
    `    ${code}`,
  ]);
  const own = ['Traceback (most recent call last):', ...lines, `${type}: ${message}`].join('\n');
  if (cause === undefined) return own;
  const because = 'The above exception was the direct cause of the following exception:';
  return `${traceback(cause)}\n\n${because}\n\n${own}`;
}
