import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { MonitorError, messageOf } from '../errors.ts';
import type { Sink } from './sink.ts';

/**
 * A file that is there only once it is whole: it is written beside its name, then renamed. What is no plain file
 * (`/dev/null`, a pipe) is written to as it is.
 *
 * @throws MonitorError `CONFIG` for a folder; `OUTPUT_FAILED` when it can't be made; so do its methods when it can't be written.
 */
export async function openFileSink(path: string): Promise<Sink> {
  const found = await stat(path).catch(() => undefined); // it is not there yet
  if (found?.isDirectory()) {
    throw new MonitorError('CONFIG', `${path} is a folder.`, 'Name a file in it: --output takes a file.');
  }
  const special = found !== undefined && !found.isFile();
  const written = special ? path : `${path}.part`;
  const attempt = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  };
  const file: FileHandle = await attempt(open(written, 'w'));
  return {
    write: async (text) => {
      await attempt(file.writeFile(text));
    },
    ended: () => false,
    close: async (whole) => {
      await attempt(file.close());
      if (special) return;
      if (whole) await attempt(rename(written, path));
      else await rm(written, { force: true });
    },
  };
}

function cannotWrite(path: string, cause: unknown): MonitorError {
  const reason = messageOf(cause);
  return new MonitorError(
    'OUTPUT_FAILED',
    `Can't write to ${path}: ${reason}.`,
    'Name a folder that you may write to, with room in it.',
    { cause },
  );
}
