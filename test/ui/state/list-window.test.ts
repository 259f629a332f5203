import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listWindow } from '../../../src/ui/state/list-window.ts';

const oneLine = () => 1;

test('shows the end of a list that is anchored at its last item', () => {
  expect(listWindow(100, 10, { index: 99, edge: 'bottom' }, 99, oneLine)).toEqual({ first: 90, last: 99 });
});

test('stays where it is anchored while the selection is inside', () => {
  expect(listWindow(100, 10, { index: 40, edge: 'top' }, 45, oneLine)).toEqual({ first: 40, last: 49 });
});

test('moves to a selection that is outside, no further than needed', () => {
  expect(listWindow(100, 10, { index: 40, edge: 'top' }, 39, oneLine)).toEqual({ first: 39, last: 48 });
  expect(listWindow(100, 10, { index: 40, edge: 'top' }, 50, oneLine)).toEqual({ first: 41, last: 50 });
});

test('is empty for an empty list', () => {
  expect(listWindow(0, 10, { index: -1, edge: 'bottom' }, -1, oneLine)).toEqual({ first: 0, last: -1 });
});

test('holds the selection, fits the height and leaves no room that an item would fill', () => {
  const cases = fc.record({
    heights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }),
    height: fc.integer({ min: 5, max: 30 }),
    anchor: fc.nat(80),
    edge: fc.constantFrom('top' as const, 'bottom' as const),
    selected: fc.nat(80),
  });
  fc.assert(
    fc.property(cases, ({ heights, height, anchor, edge, selected }) => {
      const chosen = selected % heights.length;
      const heightOf = (index: number) => heights[index] ?? 1;

      const { first, last } = listWindow(heights.length, height, { index: anchor, edge }, chosen, heightOf);

      const used = heights.slice(first, last + 1).reduce((sum, each) => sum + each, 0);
      expect(first <= chosen && chosen <= last).toBe(true);
      expect(used).toBeLessThanOrEqual(height);
      const blocked = (index: number) =>
        index < 0 || index >= heights.length || used + heightOf(index) > height;
      expect(blocked(first - 1) || blocked(last + 1)).toBe(true);
    }),
  );
});
