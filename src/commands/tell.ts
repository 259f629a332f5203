import type { Context } from './context.ts';

/** Diagnostics go to stderr, a sentence a line, so that stdout holds nothing but what was asked for. */
export function tell({ stderr }: Context, text: string): void {
  stderr.write(`${new Date().toISOString()} ${text}\n`);
}
