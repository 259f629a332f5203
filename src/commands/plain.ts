import type { ScreenConfig } from '../config/screen-config.ts';
import { colorLevelOf } from '../ui/color-level.ts';
import { createPlainLines } from '../ui/plain-lines.ts';
import { createPaint } from '../ui/text/paint.ts';
import type { Context } from './context.ts';

/** `watch --plain`: a line an error, and nothing that moves. */
export function openPlain({ theme = 'dark', color }: ScreenConfig, { stdout }: Context) {
  const paint = createPaint(colorLevelOf(stdout, color), theme);
  return {
    outputs: [createPlainLines(stdout, paint)],
    fill: async () => {},
    close: async () => {},
  };
}
