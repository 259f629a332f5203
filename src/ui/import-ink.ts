import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const wholeLibrary = 'es-toolkit/compat';
/** All that Ink takes of it. */
const onlyThrottle = `import { throttle } from '${wholeLibrary}';`;

/**
 * Runs `load`, which imports Ink, without 410 of the 415 files that Ink would load for one function: the start of the
 * screen takes about half the CPU. An Ink that takes more of the library, or a library in which the function stands
 * elsewhere, gets the whole of it.
 */
export async function importInk<T>(load: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      if (specifier !== wholeLibrary || !takesOnlyThrottle(context.parentURL)) return resolved;
      const url = new URL('function/throttle.mjs', resolved.url);
      return existsSync(url) ? { ...resolved, url: url.href } : resolved;
    },
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}

function takesOnlyThrottle(importer: string | undefined): boolean {
  if (importer === undefined) return false;
  const source = readFileSync(fileURLToPath(importer), 'utf8');
  return source.includes(onlyThrottle) && source.indexOf(wholeLibrary) === source.lastIndexOf(wholeLibrary);
}
