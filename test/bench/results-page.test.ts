import { expect, test } from 'vitest';
import type { Row } from './print-rows.ts';
import { type BenchRun, noResults, withRows } from './results.ts';
import { withResults } from './results-page.ts';

const begin = '<!-- From here to the end mark `npm run bench` writes; the rest is written by hand. -->';
const page = `# Benchmarks\n\nBefore.\n\n${begin}\n\nold\n\n<!-- End mark. -->\n\nAfter.\n`;
const names = ['catch-up', 'storm'];
const whole = aRun('2026-11-23T10:00:00.000Z', 'npm run bench');
const later = aRun('2026-11-24T11:30:00.000Z', 'npm run bench -- storm');

test('puts the rows between the marks and leaves what stands around them', () => {
  const results = withRows(noResults, names, 'storm', whole, [aRow('storm: ratio', true)]);

  const made = withResults(page, results);

  expect(made).toMatch(/^# Benchmarks\n\nBefore\.\n/);
  expect(made).toMatch(/<!-- End mark\. -->\n\nAfter\.\n$/);
  expect(made).toContain('| storm: ratio | 0.70     |     |             | ≥ 0.65   | pass | 1   |');
  expect(made).not.toContain('old');
});

test('says of each run when and on what it was', () => {
  const results = withRows(noResults, names, 'storm', whole, []);

  const made = withResults(page, results);

  expect(made).toContain(
    '1. 2026-11-23 10:00 UTC, `npm run bench`. 2 cores (A CPU), 24 GiB, Linux 6.1; load 1.3 before it; Node 24.0.0.',
  );
});

test('replaces the rows of the benchmark that was run again, and no others', () => {
  const before = [aRow('catch-up: ratio', true), aRow('storm: ratio', true)] as const;
  const first = withRows(noResults, names, 'catch-up', whole, [before[0]]);
  const both = withRows(first, names, 'storm', whole, [before[1]]);

  const again = withRows(both, names, 'storm', later, [aRow('storm: ratio', false)]);

  const lines = withResults(page, again).split('\n');
  expect(lines.filter((line) => line.includes(': ratio')).map((line) => line.slice(-14))).toEqual([
    '| pass | 1   |',
    '| FAIL | 2   |',
  ]);
  expect(lines.filter((line) => /^\d\. /.test(line)).map((line) => line.slice(0, 52))).toEqual([
    '1. 2026-11-23 10:00 UTC, `npm run bench`. 2 cores (A',
    '2. 2026-11-24 11:30 UTC, `npm run bench -- storm`. 2',
  ]);
});

test('keeps the order of the benchmarks, whichever was run first', () => {
  const storm = withRows(noResults, names, 'storm', whole, []);

  const both = withRows(storm, names, 'catch-up', later, []);

  expect(Object.keys(both.benches)).toEqual(names);
});

test('gives up the rows of a benchmark that there is no more', () => {
  const old = withRows(noResults, ['gone'], 'gone', whole, []);

  const now = withRows(old, names, 'storm', later, []);

  expect(Object.keys(now.benches)).toEqual(['storm']);
});

test('writes into no page without marks', () => {
  expect(() => withResults('# Benchmarks\n', noResults)).toThrow('no marks');
});

function aRow(what: string, pass: boolean): Row {
  return { what, value: '0.70', figure: 0.7, target: '≥ 0.65', limit: 0.65, pass };
}

function aRun(at: string, command: string): BenchRun {
  const machine = { cores: 2, cpu: 'A CPU', memoryGiB: 24, system: 'Linux 6.1', load: 1.26 };
  return { at, command, scale: 1, machine, versions: { Node: '24.0.0' } };
}
