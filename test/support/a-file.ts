import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file in a folder of its own, which only its owner may read where nothing else is asked. Answers its path. */
export async function aFile(name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'esm-monitor-test-')), name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}
