import { cut, widthOf } from '../../text/fit.ts';
import { ofAll } from '../../text/numbers.ts';
import { visible } from '../../text/visible.ts';
import { keyTable } from '../state/keys.ts';
import { mostDigits, usualRate } from '../state/last-line.ts';
import type { Scene } from '../state/scene.ts';
import type { Line, ScreenName } from '../state/view.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly screen: ScreenName;
  /** Answer to the last key; stands in place of the keys. */
  readonly said: string | null;
  /** What is being typed or chosen; stands in place of all else. */
  readonly line: Line | null;
  /** Rows that the filter shows, and all that there are. */
  readonly filtered: Filtered;
  readonly paint: Paint;
};

/** How many a filter shows, and of how many. */
export type Filtered = { readonly shown: number; readonly of: Scene['unfiltered'] };

/** The last line: what is being typed, or the answer to a key, or the keys of this screen that there is room for. */
export function Footer({ width, screen, said, line, filtered, paint }: Props) {
  const text = line
    ? typed(line, width, filtered, paint)
    : said === null
      ? keys(width, screen, paint)
      : paint.warn(cut(` ${visible(said)}`, width - 1));
  return <Lines lines={[text]} width={width} height={1} />;
}

function typed(line: Line, width: number, { shown, of }: Filtered, paint: Paint): string {
  if (line.name === 'filter') {
    const right = line.problem
      ? `✖ at ${line.problem.at + 1}: ${visible(line.problem.message)}`
      : `${ofAll(shown, of)}   Enter keeps  Esc clears`;
    return twoSides('/', line.text, line.problem ? paint.bad : paint.faint, right, width, paint);
  }
  if (line.name === 'muteRate') {
    const right = line.isRefused
      ? `✖ a number of at most ${mostDigits} digits`
      : `Enter mutes${line.text === '' ? ` (${usualRate})` : ''}  Esc cancels`;
    const style = line.isRefused ? paint.bad : paint.faint;
    // The short one leaves room for six digits and what Enter and Esc do in 60 columns.
    const mark = width < 80 ? 'Mute until N/min: N = ' : 'Mute until more errors a minute than: ';
    return twoSides(mark, line.text, style, right, width, paint);
  }
  const keysOf = ' 1 1 h   2 24 h   3 until N a minute   Esc no ';
  const room = width - widthOf(keysOf) - 4;
  const title = room < 12 ? 'Mute' : cut(`Mute ${visible(line.title)}`, room);
  return ` ${paint.strong(title)}  ${paint.warn(keysOf)}`;
}

/** What is typed keeps at least half of the line; its beginning gives way. */
function twoSides(
  mark: string,
  text: string,
  style: (text: string) => string,
  right: string,
  width: number,
  paint: Paint,
): string {
  const told = cut(right, Math.floor(width / 2));
  const room = width - widthOf(told) - widthOf(mark) - 5;
  const safe = visible(text);
  const kept =
    widthOf(safe) <= room
      ? safe
      : `…${Array.from(safe)
          .slice(1 - Math.max(2, room))
          .join('')}`;
  const left = cut(kept, room);
  const gap = ' '.repeat(Math.max(1, room - widthOf(left) + 1));
  return ` ${paint.accent(mark)}${paint.strong(left)}█${gap}${style(told)}`;
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
