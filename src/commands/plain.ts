import type { ScreenConfig } from '../config/screen-config.ts';
import { colorLevelOf } from '../text/color-level.ts';
import { createPlainLines } from '../ui/plain-lines.ts';
import { createPaint } from '../ui/text/paint.ts';
import type { Context } from './context.ts';
import { tell } from './tell.ts';
import type { View } from './view.ts';

/** `watch --plain`: a line an error, and nothing that moves. */
export function openPlain({ theme = 'dark', color, isDumb }: ScreenConfig, context: Context): View {
  const { stdout } = context;
  if (isDumb) tell(context, 'TERM is dumb: no screen can be drawn here, errors come as lines (--plain).');
  const paint = createPaint(colorLevelOf(stdout, color), theme);
  const lines = createPlainLines(stdout, paint);
  return {
    outputs: [lines],
    others: lines,
    fill: async () => {},
    close: async () => {},
  };
}
