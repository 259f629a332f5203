import type { ReadStream, WriteStream } from 'node:tty';
import type { Environment } from '../config/settings.ts';

/** What a command gets from the process it runs in. */
export type Context = {
  readonly env: Environment;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** Aborts at the first Ctrl-C or SIGTERM, and when the reader of stdout is gone. */
  readonly signal: AbortSignal;
  /** Does what Ctrl-C does: the first time it ends the command in order, the second time at once. */
  interrupt(): void;
};
