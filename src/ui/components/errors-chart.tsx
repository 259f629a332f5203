import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import type { ErrorChart } from '../state/feed.ts';
import type { Size } from '../state/layout.ts';
import { chartLines } from '../text/chart-lines.ts';
import { frame } from '../text/frame.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = { readonly size: Size; readonly chart: ErrorChart; readonly paint: Paint };

/** Errors per second over the last five minutes. */
export const ErrorsChart = memo(function ErrorsChart({ size, chart, paint }: Props) {
  const columns = chartLines(chart, size.width - 2, size.height - 2, paint);
  const lines = useIsScreenReaderEnabled() ? columns.slice(-1) : columns; // the legend, which has the numbers
  return (
    <Lines
      lines={frame('Errors/s, last 5 min', lines, size, false, paint)}
      width={size.width}
      height={size.height}
    />
  );
});
