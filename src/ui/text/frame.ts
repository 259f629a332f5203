import { cut, fill, widthOf } from '../../text/fit.ts';
import type { Paint } from './paint.ts';

const light = { from: '╭', to: '╮', low: '╰', end: '╯', flat: '─', side: '│' };
const heavy = { from: '┏', to: '┓', low: '┗', end: '┛', flat: '━', side: '┃' };

/**
 * Lines in a box with a title on its upper edge. A focused box has a bright, heavy edge.
 *
 * @param lines - Styled, none wider than `width - 2`; filled up or cut to `height - 2`.
 */
export function frame(
  title: string,
  lines: readonly string[],
  size: { readonly width: number; readonly height: number },
  focused: boolean,
  paint: Paint,
): readonly string[] {
  const inner = size.width - 2;
  const edge = focused ? paint.accent : paint.faint;
  const drawn = focused ? heavy : light;
  const label = cut(` ${title} `, inner);
  const side = edge(drawn.side);
  return [
    edge(drawn.from) +
      (focused ? paint.strong(label) : label) +
      edge(drawn.flat.repeat(inner - widthOf(label)) + drawn.to),
    ...Array.from({ length: size.height - 2 }, (_, index) => side + fill(lines[index] ?? '', inner) + side),
    edge(drawn.low + drawn.flat.repeat(inner) + drawn.end),
  ];
}
