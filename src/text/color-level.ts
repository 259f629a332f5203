import type { ColorSupportLevel } from 'chalk';

/** What `--color` takes. */
export const colorChoices = ['auto', 'always', 'never'] as const;
/** One of `colorChoices`. */
export type ColorChoice = (typeof colorChoices)[number];

/** How many colours to write: by default Node's own look at the terminal, which knows NO_COLOR and FORCE_COLOR. */
export function colorLevelOf(stdout: NodeJS.WriteStream, choice: ColorChoice = 'auto'): ColorSupportLevel {
  if (choice === 'never') return 0;
  const depth = stdout.isTTY ? stdout.getColorDepth() : 1;
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 || choice === 'always' ? 1 : 0;
}
