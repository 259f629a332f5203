import { join } from 'node:path';
import { type ColorChoice, colorChoices } from '../text/color-level.ts';
import { type ThemeName, themeNames } from '../text/themes.ts';
import { configFolder } from './folders.ts';
import { type Environment, wrongFlag } from './settings.ts';
import { switchIn } from './switch.ts';

/** Options for yargs about the look of the screen. */
export const screenOptions = {
  theme: {
    type: 'string',
    requiresArg: true,
    describe: `Colours and signs: ${themeNames.join(', ')} [ESM_THEME]`,
    defaultDescription: 'the one of the last time, else dark',
  },
  color: {
    type: 'string',
    requiresArg: true,
    describe: `${colorChoices.join(', ')} [ESM_COLOR, NO_COLOR]`,
    defaultDescription: 'auto',
  },
  plain: {
    type: 'boolean',
    describe: 'No screen: print one line an error, as text [ESM_PLAIN]',
    defaultDescription: 'on where TERM is dumb',
  },
  mouse: {
    type: 'boolean',
    describe: 'The wheel scrolls, a click selects, a second one opens [ESM_MOUSE]',
    defaultDescription: 'off: the terminal selects text',
  },
  'print-selection': {
    type: 'boolean',
    describe:
      'On quit, print what was copied last or is selected, for terminals without a clipboard [ESM_PRINT_SELECTION]',
    defaultDescription: 'off',
  },
} as const;

/** How the screen begins. */
export type ScreenConfig = {
  /** Undefined: the one of the last time. */
  readonly theme: ThemeName | undefined;
  readonly color: ColorChoice;
  readonly plain: boolean;
  /** Nobody asked for `plain`: the terminal can do no more. */
  readonly isDumb: boolean;
  readonly mouse: boolean;
  /** Lines are written to be read aloud; the name is that of Ink, on which the screen is built. */
  readonly screenReader: boolean;
  readonly printSelection: boolean;
  /** File in which the screen remembers what was chosen; it may not exist. */
  readonly settingsFile: string;
};

/** Whether the terminal can't move its cursor, as Emacs' shell: such terminals call themselves `dumb` (terminfo). */
export function isDumbTerminal(env: Environment): boolean {
  return env.TERM === 'dumb';
}

/**
 * @param isTerminal - Whether stdout is one; scripts run with `TERM=dumb`, too, and want their JSON lines.
 * @throws MonitorError `CONFIG` for a theme, colour or switch that there is not.
 */
export function screenConfig(
  flags: {
    readonly theme?: string | undefined;
    readonly color?: string | undefined;
    readonly plain?: boolean | undefined;
    readonly mouse?: boolean | undefined;
    readonly 'print-selection'?: boolean | undefined;
  },
  env: Environment,
  isTerminal: boolean,
): ScreenConfig {
  const wanted = flags.plain ?? switchIn(env, 'ESM_PLAIN');
  const isDumb = wanted === undefined && isTerminal && isDumbTerminal(env);
  const theme = flags.theme ?? (env.ESM_THEME || undefined);
  return {
    theme: theme === undefined ? undefined : oneOf(themeNames, 'theme', theme, 'ESM_THEME'),
    color: oneOf(colorChoices, 'color', flags.color ?? (env.ESM_COLOR || 'auto'), 'ESM_COLOR'),
    plain: wanted ?? isDumb,
    isDumb,
    screenReader: switchIn(env, 'INK_SCREEN_READER') ?? false,
    mouse: flags.mouse ?? switchIn(env, 'ESM_MOUSE') ?? false,
    printSelection: flags['print-selection'] ?? switchIn(env, 'ESM_PRINT_SELECTION') ?? false,
    settingsFile: join(configFolder(env), 'screen.json'),
  };
}

function oneOf<T extends string>(all: readonly T[], flag: string, text: string, variable: string): T {
  const found = all.find((each) => each === text.toLowerCase());
  if (found !== undefined) return found;
  throw wrongFlag(flag, text, `${all.join(', ')} (environment: ${variable})`);
}
