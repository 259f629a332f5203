import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import { type ThemeName, toAscii } from '../../text/themes.ts';
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
  /** What a filter found. */
  readonly match: Style;
  readonly severity: { readonly [severity in KeptSeverity]: Style };
  /** Puts the signs of a finished line as the theme writes them. */
  readonly signs: Style;
};

/**
 * The styles of a theme, in the terminal's own 16 colours, so that its palette is respected.
 *
 * @param level - 0 writes no styles at all (`NO_COLOR`); 1, 2 and 3 are the same here.
 */
export function createPaint(level: ColorSupportLevel, theme: ThemeName = 'dark'): Paint {
  const styles = stylesOf[theme](new Chalk({ level }));
  // chalk joins all its arguments: given to map() as it is, it would print the index too.
  const plain =
    (style: ChalkInstance): Style =>
    (text) =>
      style(text);
  return {
    strong: plain(styles.strong),
    faint: plain(styles.faint),
    good: plain(styles.good),
    warn: plain(styles.warn),
    bad: plain(styles.bad),
    accent: plain(styles.accent),
    selected: plain(styles.selected),
    badge: plain(styles.badge),
    paused: plain(styles.paused),
    match: plain(styles.match),
    severity: {
      CRITICAL: plain(styles.critical),
      ERROR: plain(styles.error),
      EXCEPTION: plain(styles.exception),
    },
    signs: theme === 'ascii' ? toAscii : (line) => line,
  };
}

type Styles = {
  readonly [style in
    | Exclude<keyof Paint, 'severity' | 'signs'>
    | 'critical'
    | 'error'
    | 'exception']: ChalkInstance;
};

function dark(chalk: ChalkInstance): Styles {
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red.bold,
    accent: chalk.cyan,
    selected: chalk.inverse,
    badge: chalk.magenta.bold,
    paused: chalk.yellow.inverse,
    match: chalk.black.bgYellow,
    critical: chalk.red.bold,
    error: chalk.red,
    exception: chalk.magenta,
  };
}

/** Yellow and cyan can't be read on white. */
function light(chalk: ChalkInstance): Styles {
  return {
    ...dark(chalk),
    warn: chalk.magenta.bold,
    accent: chalk.blue,
    paused: chalk.blue.inverse,
    match: chalk.bgYellow.black.bold,
    faint: chalk.blackBright,
  };
}

/** Nothing dim, and every meaning that matters also bold, underlined or inverse. */
function highContrast(chalk: ChalkInstance): Styles {
  return {
    ...dark(chalk),
    faint: chalk.reset,
    good: chalk.greenBright.bold,
    warn: chalk.yellowBright.bold,
    bad: chalk.redBright.bold,
    accent: chalk.whiteBright.underline,
    badge: chalk.whiteBright.bold.underline,
    paused: chalk.whiteBright.bold.inverse,
    match: chalk.inverse.bold,
    critical: chalk.redBright.bold.inverse,
    error: chalk.redBright.bold,
    exception: chalk.magentaBright.bold,
  };
}

const stylesOf: { readonly [theme in ThemeName]: (chalk: ChalkInstance) => Styles } = {
  dark,
  light,
  'high-contrast': highContrast,
  ascii: dark,
};
