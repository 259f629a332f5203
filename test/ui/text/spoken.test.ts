import { expect, test } from 'vitest';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { spoken } from '../../../src/ui/text/spoken.ts';

const { bad, selected } = createPaint(3);

test.each([
  [`│ user-management    ${bad('412')}  2.1%  ▁▂▃▇█▅   1 s│`, 'user-management, 412, 2.1%, 1 s'],
  ['╭ Services ──────────╮╭ Errors/s, last 5 min ──╮', 'Services, Errors/s, last 5 min'],
  ['▸1 Feed   2 Incidents', '> 1 Feed, 2 Incidents'],
  [selected('›12:03:44  ERROR  billing  no route'), '> 12:03:44, ERROR, billing, no route'],
  ['╰────────╯', ''],
])('says %j as %j', (line, words) => {
  expect(spoken(line)).toBe(words);
});
