/** One call of a stack. */
export type Frame = {
  /** Class, package or file name that stays the same from build to build. */
  readonly module: string;
  readonly function: string;
  /** Where the code lies, as far as the trace says: tells libraries from the service's own code. */
  readonly path: string;
};

/** One exception of a trace. */
export type TracedException = {
  /** Empty where the trace does not say. */
  readonly type: string;
  readonly value: string;
  /** The one nearest the throw first. */
  readonly frames: readonly Frame[];
};

/** A stack trace as read: the outermost exception first, each followed by its cause. */
export type Trace = { readonly language: Language; readonly exceptions: readonly TracedException[] };

/** Languages whose traces are read. */
export type Language = 'python' | 'java' | 'node' | 'go' | 'rust' | 'dotnet' | 'php' | 'ruby';

/** Reads the traces of one language. */
export type TraceReader = {
  readonly language: Language;
  /** True where the lines can be of no other language. */
  recognises(text: string): boolean;
  /** @returns No exceptions for a text that holds no trace. */
  read(lines: readonly string[]): readonly TracedException[];
};

/** Deeper stacks are read as far as this; a recursion of any depth says nothing more. */
export const maxFrames = 400;

/** An exception while its lines are being read. */
export type OpenException = { type: string; value: string; frames: Frame[] };

export function openException(type = '', value = ''): OpenException {
  return { type, value, frames: [] };
}

/** `/srv/app/views.py` → `views.py`, of Windows paths too. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
