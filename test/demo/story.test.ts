import { expect, test } from 'vitest';
import { createStory } from '../../demo-stack/story.ts';

const noon = new Date(2026, 10, 24, 12);

function storyOf(stages: readonly string[]): string {
  const story = createStory(
    () => {},
    () => noon,
  );
  for (const says of stages) story.stage({ seconds: 1, says });
  return story.end();
}

test('tells the stages in order, and one that goes on once', () => {
  expect(storyOf(['calm', 'calm', 'broken', 'calm'])).toBe(
    '  12:00:00  calm\n  12:00:00  broken\n  12:00:00  calm\n',
  );
});

test('says how many stages are not in its list', () => {
  const lines = storyOf(Array.from({ length: 23 }, (_, n) => `stage ${n}`)).split('\n');

  expect(lines.slice(0, 2)).toEqual(['  3 stages before these', '  12:00:00  stage 3']);
  expect(lines.slice(-2)).toEqual(['  12:00:00  stage 22', '']);
});
