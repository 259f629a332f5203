import { cut, widthOf } from '../../text/fit.ts';
import { visible } from '../../text/visible.ts';
import { Lines } from '../components/lines.tsx';
import { neighbourRows, neighboursPageOf } from '../state/neighbour-scene.ts';
import { occurrenceKey } from '../state/occurrence.ts';
import { neighbourLine, neighboursHead } from '../text/neighbour-line.ts';
import type { Frame } from './compose.ts';

/** What stands around an error on its partition, the error itself marked. */
export function NeighbourList({ frame }: { readonly frame: Frame }) {
  const { view, layout, neighbours, paint } = frame;
  const { width, body: height } = layout;
  const page = neighboursPageOf(view);
  if (!page) return <Lines lines={[]} width={width} height={height} />;
  const { error } = page;
  const { rows, selected, value, loading, notes } = neighbours;
  const self = occurrenceKey(error);
  const offsets = String(rows.at(-1)?.offset ?? error.offset).length;
  const held = value ? `the partition holds ${value.low} to ${value.high > 0n ? value.high - 1n : 0n} ` : '';
  const offset = ` / ${error.partition} @ ${error.offset}`;
  const place = ` ▸ ${cut(visible(error.topic), width - widthOf(offset) - 6)}${offset}`;
  const told = loading ? 'Reading from Kafka … ' : held;
  const right = widthOf(place) + 2 + widthOf(told) <= width ? told : '';
  const left = `${place}  ${visible(error.message.slice(0, width * 4))}`;
  const title = cut(left, Math.max(0, width - widthOf(right) - 1));
  const drawn = rows.slice(neighbours.top, neighbours.top + neighbourRows(height, notes));
  const lines = [
    `${paint.strong(title)}${' '.repeat(Math.max(1, width - widthOf(title) - widthOf(right)))}${paint.faint(right)}`,
    ...notes.map(paint.warn),
    neighboursHead(width, offsets, paint),
    ...drawn.map((row, index) => {
      const marks = { selected: neighbours.top + index === selected, self: occurrenceKey(row) === self };
      return neighbourLine(row, marks, width, offsets, paint);
    }),
  ];
  return <Lines lines={lines} width={width} height={height} />;
}
