import type { WriteStream } from 'node:tty';
import { isDumbTerminal } from '../config/screen-config.ts';
import type { Environment } from '../config/settings.ts';
import { type Finding, ok, warn } from './finding.ts';

const leastColumns = 60;
const leastRows = 16;

/** Whether the live screen can be drawn here. */
export function checkTerminal(stdout: WriteStream, env: Environment): readonly Finding[] {
  if (!stdout.isTTY) {
    return [
      {
        check: 'Terminal',
        verdict: 'off',
        detail: 'stdout is no terminal: watch prints JSON lines',
        hint: null,
      },
    ];
  }
  if (isDumbTerminal(env)) {
    return [
      warn(
        'Terminal',
        'TERM is dumb: watch prints lines, as with --plain',
        'For the screen, use a terminal whose TERM says what it can.',
      ),
    ];
  }
  const { columns, rows } = stdout;
  const size = `${columns}×${rows}`;
  const colours = stdout.getColorDepth();
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return [
    columns >= leastColumns && rows >= leastRows
      ? ok('Terminal size', size)
      : warn('Terminal size', size, `Make it ${leastColumns}×${leastRows} or larger.`),
    colours > 1 && !env.NO_COLOR
      ? ok('Terminal colours', `${2 ** colours}`)
      : ok('Terminal colours', 'none: words say the same'),
    /utf-?8/i.test(locale)
      ? ok('Terminal Unicode', locale)
      : warn(
          'Terminal Unicode',
          locale === '' ? 'no locale is set' : locale,
          'Set LANG to a UTF-8 locale, such as C.UTF-8.',
        ),
  ];
}
