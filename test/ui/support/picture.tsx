import { renderToString } from 'ink';
import type { Frame } from '../../../src/ui/screens/compose.ts';
import { Screen } from '../../../src/ui/screens/screen.tsx';

/** A frame as the text that a terminal of its width shows. */
export function pictureOf(frame: Frame): string {
  return renderToString(<Screen input={frame} frame={frame} />, { columns: frame.columns });
}
