import type { ScreenConfig } from '../config/screen-config.ts';
import { colorLevelOf } from '../text/color-level.ts';
import { createPlainLines } from '../ui/plain-lines.ts';
import { createPaint } from '../ui/text/paint.ts';
import type { Context } from './context.ts';
import type { View } from './view.ts';

/** `watch --plain`: a line an error, and nothing that moves. */
export function openPlain({ theme = 'dark', color }: ScreenConfig, { stdout }: Context): View {
  const paint = createPaint(colorLevelOf(stdout, color), theme);
  const lines = createPlainLines(stdout, paint);
  return {
    outputs: [lines],
    others: lines,
    fill: async () => {},
    close: async () => {},
  };
}
