import { createInterface } from 'node:readline/promises';
import { MonitorError } from '../errors.ts';
import type { Context } from './context.ts';

/**
 * Asks a person before what can't be undone; anything but yes is no, Ctrl-C and Ctrl-D too.
 *
 * @throws MonitorError `CONFIG` when there is nobody to ask.
 */
export async function confirmed(question: string, { stdin, stdout, signal }: Context): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new MonitorError(
      'CONFIG',
      'Nobody can be asked: this is no terminal.',
      'Add --yes to do it, or --dry-run to see the plan only. Nothing was changed.',
    );
  }
  const asking = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
    stdout.write('\n'); // what follows begins a line
    return false;
  } finally {
    asking.close();
  }
}
