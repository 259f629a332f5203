import { widthOf } from '../../text/fit.ts';
import type { Incident } from '../../types.ts';
import type { Tab } from '../state/view.ts';
import type { Paint } from '../text/paint.ts';
import { gap, tabTexts } from '../text/tab-line.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly tab: Tab;
  /** Incidents that want a look; null as long as the store has not told. */
  readonly urgent: readonly Incident[] | null;
  readonly paint: Paint;
};

/** The views and their keys; the one that is open has a mark. */
export function Tabs({ width, tab: open, urgent, paint }: Props) {
  const right = '/ filter   ? help ';
  const texts = tabTexts(open, urgent, width);
  const line = texts
    .map(({ tab, text }) => (tab === open ? paint.strong(paint.accent(text)) : text))
    .join(gap);
  const free = width - (texts.at(-1)?.until ?? 0) - widthOf(right);
  const whole = free >= 2 ? `${line}${' '.repeat(free)}${paint.faint(right)}` : line;
  return <Lines lines={[whole]} width={width} height={1} />;
}
