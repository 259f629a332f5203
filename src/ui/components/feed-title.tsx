import type { Scene } from '../state/scene.ts';
import type { View } from '../state/view.ts';
import { cut, widthOf } from '../text/fit.ts';
import { count } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly view: View;
  readonly scene: Scene;
  readonly deadLetters: number;
  readonly paint: Paint;
};

const timeNames = { event: 'time written', received: 'time received', age: 'age' };

/** The line above the feed: how it is shown, how much there is, and what is not drawn. */
export function FeedTitle({ width, view, scene, deadLetters, paint }: Props) {
  const how = [
    view.newestFirst ? 'newest at the top' : 'newest at the bottom',
    timeNames[view.time],
    ...(view.wrap ? ['wrapped'] : []),
  ];
  const only = view.onlyService === null ? '' : ` · only ${visible(view.onlyService)}`;
  const { errors, notDrawn } = scene.live;
  const amounts = [
    errors === 0 ? 'no errors' : `${count(errors)} error${errors === 1 ? '' : 's'}`,
    ...(notDrawn > 0 ? [`+${count(notDrawn)} not drawn`] : []),
    ...(deadLetters > 0 ? [`${count(deadLetters)} unreadable`] : []),
  ].join(' · ');
  const room = width - widthOf(amounts) - 2;
  const left = cut(` Feed${only} · ${how.join(' · ')}`, Math.max(room - 1, 0));
  const title = view.pane === 'feed' ? paint.strong(paint.accent(left)) : paint.accent(left);
  const gap = ' '.repeat(Math.max(1, room - widthOf(left) + 1));
  return <Lines lines={[`${title}${gap}${paint.faint(amounts)}`]} width={width} height={1} />;
}
