import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { Screen } from '../../../src/ui/screens/screen.tsx';
import { noon } from '../../support/builders.ts';
import { aSession } from '../support/a-session.ts';
import { twoIncidents } from '../support/two-incidents.ts';

test.each([
  [4_000, '2 incidents'],
  [12_000, 'as of 12 s ago · 2 incidents'],
])('says of a list of incidents that was asked for %i ms ago: %s', (ageMs, words) => {
  const session = aSession();
  session.resize(80, 24);
  session.press('2');
  session.answer({ incidents: { ...twoIncidents, at: noon - ageMs } });
  const frame = session.frame();

  const text = renderToString(<Screen input={frame} frame={frame} />, { columns: 80 });

  expect(text).toContain(` ${words}`);
  expect(text.includes('as of')).toBe(ageMs > 5_000);
});

test.each([
  [4_000, ' all stored errors'],
  [960_000, ' as of 16 m ago · all stored errors'],
])('says of a timeline that was asked for %i ms ago: %s', (ageMs, words) => {
  const session = aSession();
  session.press('3');
  session.answer({ timeline: { value: aMinute, problem: 'Postgres does not answer.', at: noon - ageMs } });

  const text = session.picture();

  expect(text).toContain(words);
  expect(text.includes('as of')).toBe(ageMs > 5_000);
});

const aMinute = { since: noon - 60_000, until: noon, bucketMs: 60_000, buckets: [] };
