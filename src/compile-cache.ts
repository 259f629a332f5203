import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps what V8 compiled in the user's cache folder, so that the next start need not do it again. Where that can't be
 * written, nothing is kept and nothing fails.
 *
 * Not in the folder for temporary files, which is Node's choice: what lies there, anybody may have put there.
 */
export function keepCompiled(env: { readonly [name: string]: string | undefined }): void {
  if (env.NODE_COMPILE_CACHE) return; // Node has it enabled already
  try {
    enableCompileCache(join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'esm-monitor', 'compiled'));
  } catch {
    // A user without a home, in a container: every start compiles.
  }
}
