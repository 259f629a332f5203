import { brokenFor } from '../text/broken-for.ts';
import type { Context } from './context.ts';

/** Diagnostics go to stderr, a sentence a line, so that stdout holds nothing but what was asked for. */
export function tell({ stderr }: Context, text: string): void {
  stderr.write(brokenFor(stderr, `${new Date().toISOString()} ${text}\n`));
}
