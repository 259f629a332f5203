import { redactionOff } from '../state/liveness.ts';
import { cut } from '../text/fit.ts';
import type { Paint } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly string[];
  readonly paint: Paint;
};

/** Warnings above the footer, one line each. */
export function Alerts({ width, height, texts, paint }: Props) {
  const lines = texts.slice(0, height).map((text) => {
    const style = text === redactionOff ? paint.bad : paint.warn;
    return style(cut(` ! ${visible(text)}`, width));
  });
  return <Lines lines={lines} width={width} height={height} />;
}
