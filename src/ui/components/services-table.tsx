import { memo } from 'react';
import { count } from '../../text/numbers.ts';
import type { Size } from '../state/layout.ts';
import type { ServiceStat } from '../state/service-stats.ts';
import type { Sort } from '../state/view.ts';
import { frame } from '../text/frame.ts';
import type { Paint } from '../text/paint.ts';
import { serviceLine, servicesHead } from '../text/service-line.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly size: Size & { readonly framed: boolean };
  /** In the order of the screen. */
  readonly services: readonly ServiceStat[];
  readonly top: number;
  /** Name of the service that is marked, or null. */
  readonly selected: string | null;
  readonly sort: Sort;
  /** Whether the store can be asked which there are. */
  readonly isAsked: boolean;
  readonly focused: boolean;
  /** What `seen` counts from, ms since the epoch. */
  readonly at: number;
  readonly paint: Paint;
};

/** The services, with rates, totals and the last five minutes. */
export const ServicesTable = memo(function ServicesTable(props: Props) {
  const { size, services, top, selected, sort, isAsked, at, paint } = props;
  const inner = size.framed ? size.width - 2 : size.width;
  const rows = size.height - (size.framed ? 3 : 1);
  const drawn = services.slice(top, top + rows);
  const lines = [
    servicesHead(inner, sort, paint),
    ...drawn.map((service) => serviceLine(service, inner, service.name === selected, at, paint)),
    ...(services.length === 0
      ? [paint.faint(isAsked ? ' No service has logged yet.' : ' Waiting for Postgres …')]
      : []),
  ];
  const part = services.length > rows ? ` ${top + 1}–${top + drawn.length} of ${count(services.length)}` : '';
  return (
    <Lines
      lines={size.framed ? frame(`Services${part}`, lines, size, props.focused, paint) : lines}
      width={size.width}
      height={size.height}
    />
  );
});
