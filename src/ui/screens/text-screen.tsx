import { Lines } from '../components/lines.tsx';
import type { Frame } from './compose.ts';

type Props = {
  readonly frame: Frame;
  /** First line drawn. */
  readonly top: number;
  readonly height: number;
};

/** A text that scrolls: a page that fills the screen, the timeline, the health. */
export function TextScreen({ frame: { text, layout, paint }, top, height }: Props) {
  const first = Math.min(top, Math.max(0, text.length - height));
  const lines = text.slice(first, first + height);
  const below = text.length - first - height;
  const shown =
    below > 0 ? [...lines.slice(0, -1), paint.faint(`   … ${below + 1} more lines: ↓ or PgDn`)] : lines;
  return <Lines lines={shown} width={layout.width} height={height} />;
}
