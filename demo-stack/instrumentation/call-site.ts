import { basename } from 'node:path';
import { getCallSites } from 'node:util';

/** Where a log line was written: the fields by which the Python services name the place. */
export type CallSite = { readonly module: string; readonly function: string; readonly line: number };

const maxFrames = 12;
const notTheirs = /[\\/]node_modules[\\/]|^node:|[\\/]instrumentation[\\/]/;

/** The innermost caller that is neither a library nor a part of the instrumentation. */
export function findCallSite(): CallSite {
  const caller = getCallSites(maxFrames).find(({ scriptName }) => !notTheirs.test(scriptName));
  if (caller === undefined) return { module: 'unknown', function: 'unknown', line: 0 };
  return {
    module: basename(caller.scriptName).replace(/\.\w+$/, ''),
    function: caller.functionName || 'anonymous',
    line: caller.lineNumber,
  };
}
