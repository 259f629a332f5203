import { PassThrough, Writable } from 'node:stream';

/** A terminal without a screen: remembers every byte that was written and takes keys. */
export type Terminal = {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Everything written so far. */
  output(): string;
  /** Everything written since the last call. */
  news(): string;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  isRaw(): boolean;
};

export function aTerminal(columns = 100, rows = 30): Terminal {
  let output = '';
  let read = 0;
  let raw = false;
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        output += String(chunk);
        done();
      },
    }),
    { isTTY: true, columns, rows, getColorDepth: () => 24 },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      raw = mode;
    },
    ref: () => {},
    unref: () => {},
  });
  return {
    // Streams of Node's that lack only what the screen never asks for.
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    output: () => output,
    news() {
      const fresh = output.slice(read);
      read = output.length;
      return fresh;
    },
    type: (keys) => stdin.write(keys),
    resize(toColumns, toRows) {
      Object.assign(stdout, { columns: toColumns, rows: toRows });
      stdout.emit('resize');
    },
    isRaw: () => raw,
  };
}
