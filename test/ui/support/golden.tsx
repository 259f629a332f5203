import { renderToString } from 'ink';
import { expect } from 'vitest';
import { widthOf } from '../../../src/text/fit.ts';
import { Screen } from '../../../src/ui/screens/screen.tsx';
import type { Paint } from '../../../src/ui/text/paint.ts';
import type { Session } from './a-session.ts';

/** One state of the screen, whose picture is kept as text for each size. */
export type GoldenScene = {
  readonly name: string;
  readonly paint?: Paint;
  readonly make: () => Session;
};

const sizes = [
  [60, 16],
  [80, 24],
  [120, 36],
  [200, 60],
] as const;

type SizedScene = GoldenScene & { readonly columns: number; readonly rows: number };

export function inAllSizes(scenes: readonly GoldenScene[]): readonly SizedScene[] {
  return scenes.flatMap((scene) => sizes.map(([columns, rows]) => ({ ...scene, columns, rows })));
}

/** Compares the picture with its fixture, and its lines with the size of the terminal. */
export async function expectFixture({ name, make, columns, rows, paint }: SizedScene): Promise<void> {
  const session = make();
  session.resize(columns, rows);
  const composed = session.frame();
  const frame = paint ? { ...composed, paint } : composed;

  const text = renderToString(<Screen input={frame} frame={frame} />, { columns });

  const lines = text.split('\n');
  expect(lines.length).toBe(rows - 1);
  expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns);
  const sameEverywhere = text.replaceAll(/ [+-]\d\d:\d\d(?=\s|$)/gm, ' <zone>');
  await expect(`${sameEverywhere}\n`).toMatchFileSnapshot(`../fixtures/${name}-${columns}x${rows}.txt`);
}
