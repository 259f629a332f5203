import { useMemo } from 'react';
import type { FeedRow } from '../state/feed-rows.ts';
import type { ListWindow } from '../state/list-window.ts';
import { createFeedPainter, type FeedFormat } from '../text/feed-line.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly rows: readonly FeedRow[];
  readonly window: ListWindow;
  /** Index of the marked row; -1 marks none. */
  readonly selected: number;
  readonly height: number;
  readonly format: FeedFormat;
  readonly now: number;
  readonly paint: Paint;
};

/** The part of the feed that the window shows. */
export function ErrorList({ rows, window, selected, height, format, now, paint }: Props) {
  const paintRow = useMemo(() => createFeedPainter(paint), [paint]);
  const lines = rows
    .slice(window.first, window.last + 1)
    .flatMap((row, index) => paintRow(row, format, window.first + index === selected, now));
  return <Lines exact lines={lines} width={format.width} height={height} />;
}
