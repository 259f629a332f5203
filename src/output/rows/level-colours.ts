import type { ChalkInstance } from 'chalk';
import type { KeptSeverity } from '../../types.ts';

/** Text in the colour of a level; the word itself says the same without colour. */
export function paintLevel(text: string, level: KeptSeverity, chalk: ChalkInstance): string {
  if (level === 'CRITICAL') return chalk.magenta.bold(text);
  return level === 'ERROR' ? chalk.red(text) : chalk.yellow(text);
}
