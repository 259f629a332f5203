import { cut } from '../../text/fit.ts';
import { visible } from '../../text/visible.ts';
import type { Alert } from '../state/liveness.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly height: number;
  readonly alerts: readonly Alert[];
  readonly paint: Paint;
};

/** Lines above the footer, one each: warnings, and what is good to know. */
export function Alerts({ width, height, alerts, paint }: Props) {
  const styles = { bad: paint.bad, warn: paint.warn, calm: paint.faint };
  const lines = alerts.slice(0, height).map(({ tone, text }) => {
    const sign = tone === 'calm' ? 'i' : '!';
    return styles[tone](cut(` ${sign} ${visible(text)}`, width));
  });
  return <Lines lines={lines} width={width} height={height} />;
}
