import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The folder, made when missing, for what can be fetched or made again: `npm ci` empties it. */
export async function cacheFolder(): Promise<string> {
  const path = fileURLToPath(new URL('../../node_modules/.cache/esm-monitor', import.meta.url));
  await mkdir(path, { recursive: true });
  return path;
}
