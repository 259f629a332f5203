import type { TestCase, TestModule } from 'vitest/node';
import { elsewhere } from './elsewhere.ts';
import type { FaultRow } from './row.ts';

/** One line of the table: its id, the fault, load, lost, doubled, recovered after, also seen, the verdict. */
export type Cells = readonly string[];

export const columns = ['', 'fault', 'load', 'lost', 'doubled', 'recovered after', 'also seen', ''] as const;

/** The line of a test that ended; undefined for one that is no fault, or was not asked for. */
export function rowOfTest(test: TestCase): Cells | undefined {
  const result = test.result();
  const { fault } = test.meta();
  const verdict = result.state === 'passed' ? 'pass' : 'FAIL';
  if (fault !== undefined) return cells(fault, verdict);
  const [id = '', ...words] = test.name.split(' ');
  if (!/^F\d+$/.test(id)) return undefined;
  const row = { id, fault: words.join(' '), load: '' };
  // A test that was not asked for has no note; one that can't be made here says why.
  if (result.state === 'skipped') return result.note ? cells(row, `not made: ${result.note}`) : undefined;
  // Without figures it has nothing to measure, or failed before it could.
  return cells(row, verdict);
}

/** The lines of faults whose tests stand beside other parts, of the modules that ran. */
export function rowsOfElsewhere(modules: readonly TestModule[]): readonly Cells[] {
  return elsewhere.flatMap(({ id, fault, files }) => {
    const ran = modules.filter(({ moduleId }) => files.some((file) => moduleId.endsWith(file)));
    if (ran.length === 0) return [];
    const passed = ran.length === files.length && ran.every((module) => module.ok());
    return [cells({ id, fault, load: `${files.length} files of tests` }, passed ? 'pass' : 'FAIL')];
  });
}

function cells(row: FaultRow, verdict: string): Cells {
  const { id, fault, load, lost, doubled, recoveredMs, seen } = row;
  const recovered = recoveredMs === undefined ? '' : `${(recoveredMs / 1_000).toFixed(1)} s`;
  const count = (number: number | undefined) => (number === undefined ? '' : String(number));
  return [id, fault, load, count(lost), count(doubled), recovered, seen ?? '', verdict];
}
