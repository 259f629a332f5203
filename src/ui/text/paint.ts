import { Chalk, type ColorSupportLevel } from 'chalk';
import type { KeptSeverity } from '../../types.ts';

type Style = (text: string) => string;

/** The styles of the screen by what they mean. Every one of them is a second sign beside a word or a symbol. */
export type Paint = {
  readonly strong: Style;
  readonly faint: Style;
  readonly good: Style;
  readonly warn: Style;
  readonly bad: Style;
  readonly accent: Style;
  readonly selected: Style;
  readonly badge: Style;
  readonly paused: Style;
  readonly severity: { readonly [severity in KeptSeverity]: Style };
};

/** @param level - 0 writes no styles at all (`NO_COLOR`), 1 the terminal's own 16 colours, 2 and 3 are used like 1. */
export function createPaint(level: ColorSupportLevel): Paint {
  const chalk = new Chalk({ level });
  // chalk joins all its arguments: given to map() as it is, it would print the index too.
  const style =
    (styled: Style): Style =>
    (text) =>
      styled(text);
  return {
    strong: style(chalk.bold),
    faint: style(chalk.dim),
    good: style(chalk.green),
    warn: style(chalk.yellow),
    bad: style(chalk.red.bold),
    accent: style(chalk.cyan),
    selected: style(chalk.inverse),
    badge: style(chalk.magenta.bold),
    paused: style(chalk.yellow.inverse),
    severity: { CRITICAL: style(chalk.red.bold), ERROR: style(chalk.red), EXCEPTION: style(chalk.magenta) },
  };
}
