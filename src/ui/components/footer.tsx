import { keyTable } from '../state/keys.ts';
import type { ScreenName } from '../state/view.ts';
import { cut, widthOf } from '../text/fit.ts';
import type { Paint } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly screen: ScreenName;
  /** Answer to the last key; stands in place of the keys. */
  readonly said: string | null;
  readonly paint: Paint;
};

/** The last line: the keys of this screen, as many as there is room for; help and quit always. */
export function Footer({ width, screen, said, paint }: Props) {
  const line = said === null ? keys(width, screen, paint) : paint.warn(cut(` ${visible(said)}`, width - 1));
  return <Lines lines={[line]} width={width} height={1} />;
}

function keys(width: number, screen: ScreenName, paint: Paint): string {
  const hints = keyTable.flatMap(({ command, shown, short, screens, footer = screens }) =>
    short !== undefined && footer.includes(screen)
      ? [{ text: ` ${paint.accent(shown)} ${short} `, always: command === 'help' || command === 'quit' }]
      : [],
  );
  const always = hints.filter((hint) => hint.always);
  let free = width - 1 - always.reduce((sum, { text }) => sum + widthOf(text), 0);
  const others = hints.filter((hint) => !hint.always);
  const fitting = others.filter(({ text }) => {
    free -= widthOf(text);
    return free >= 0;
  });
  return [...fitting, ...always].map(({ text }) => text).join('');
}
