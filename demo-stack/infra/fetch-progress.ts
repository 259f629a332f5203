/** Shows how far Maven is. On a terminal the numbers move; elsewhere there is one line at the start and one at the end. */
export type FetchProgress = {
  /** Takes one line of Maven's output. */
  line(text: string): void;
  end(): void;
};

/** @param what - What is fetched and about how much, for example `Kafka (about 60 MB)`. */
export function createFetchProgress(
  out: { readonly isTTY?: boolean; write(text: string): unknown },
  what: string,
): FetchProgress {
  let files = 0;
  let bytes = 0;
  const draw = () => out.write(`\r  ${files} files, ${(bytes / 1e6).toFixed(1)} MB \x1b[K`);
  out.write(`Fetching ${what}\n`);

  return {
    line(text) {
      const size = downloadedBytes(text);
      if (size === undefined) return;
      files += 1;
      bytes += size;
      if (out.isTTY) draw();
    },
    end() {
      out.write(
        `${out.isTTY ? '\r' : ''}  ${files} files, ${(bytes / 1e6).toFixed(1)} MB${out.isTTY ? '\x1b[K' : ''}\n`,
      );
    },
  };
}

const units: { readonly [unit: string]: number } = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes of a finished download in a line of Maven's, such as `Downloaded from x: y (4.2 MB at 900 kB/s)`. */
export function downloadedBytes(line: string): number | undefined {
  const match = /Downloaded from .*\(([\d.]+) ([kMG]?B) at /.exec(line);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (units[match[2] ?? 'B'] ?? 1));
}
