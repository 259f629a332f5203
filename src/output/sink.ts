import type { WriteStream } from 'node:tty';
import { write } from './json-lines.ts';

/** Where the text of a command goes: stdout, a file, a pager. */
export type Sink = {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** Nobody reads any more: the rest need not be made. */
  ended(): boolean;
  /** @param whole - Everything was written; else what is there is half of it. */
  close(whole: boolean): Promise<void>;
};

/** Writes to stdout, as fast as its reader takes it; closing leaves it open. */
export function createStdoutSink(stdout: WriteStream): Sink {
  return {
    write: (text) => write(stdout, text),
    ended: () => stdout.destroyed,
    close: async () => {},
  };
}
