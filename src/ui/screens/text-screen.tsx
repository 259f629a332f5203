import { Lines } from '../components/lines.tsx';
import type { Frame } from './compose.ts';

type Props = { readonly frame: Frame /** First line drawn. */; readonly top: number };

/** A text that fills the screen and scrolls: the detail of an error, or the help. */
export function TextScreen({ frame: { text, layout, paint }, top }: Props) {
  const { body, width } = layout;
  const first = Math.min(top, Math.max(0, text.length - body));
  const lines = text.slice(first, first + body);
  const below = text.length - first - body;
  const shown =
    below > 0 ? [...lines.slice(0, -1), paint.faint(`   … ${below + 1} more lines: ↓ or PgDn`)] : lines;
  return <Lines lines={shown} width={width} height={body} />;
}
