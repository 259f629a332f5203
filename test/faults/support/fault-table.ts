import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { markdownTable } from '../../support/markdown-table.ts';
import { elsewhere } from './elsewhere.ts';
import { machine } from './machine.ts';
import type { FaultRow } from './row.ts';

const docs = new URL('../../../docs/faults.md', import.meta.url);

/** Prints the table of all faults at the end of the run; a complete run also writes it to docs/faults.md. */
export function faultTable(complete: boolean): Reporter {
  return {
    onTestRunEnd(modules) {
      const table = markdownTable(
        ['', 'fault', 'load', 'lost', 'doubled', 'recovered after', 'also seen', ''],
        [...measured(modules), ...testedElsewhere(modules)].toSorted(byId),
      );
      process.stdout.write(`\n${table}\n`);
      if (complete) writeFileSync(docs, page(table));
    },
  };
}

function measured(modules: readonly TestModule[]): readonly (readonly string[])[] {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  return tests.flatMap((test) => {
    const result = test.result();
    const { fault } = test.meta();
    const verdict = result.state === 'passed' ? 'pass' : 'FAIL';
    if (fault !== undefined) return [cells(fault, verdict)];
    const [id = '', ...words] = test.name.split(' ');
    const row = { id, fault: words.join(' '), load: '' };
    // A test that was not asked for has no note; one that can't be made here says why.
    if (result.state === 'skipped') return result.note ? [cells(row, `not made: ${result.note}`)] : [];
    // Without figures it has nothing to measure, or failed before it could.
    return /^F\d+$/.test(id) ? [cells(row, verdict)] : [];
  });
}

function cells(row: FaultRow, verdict: string): readonly string[] {
  const { id, fault, load, lost, doubled, recoveredMs, seen } = row;
  const recovered = recoveredMs === undefined ? '' : `${(recoveredMs / 1_000).toFixed(1)} s`;
  const count = (number: number | undefined) => (number === undefined ? '' : String(number));
  return [id, fault, load, count(lost), count(doubled), recovered, seen ?? '', verdict];
}

function testedElsewhere(modules: readonly TestModule[]): readonly (readonly string[])[] {
  return elsewhere.flatMap(({ id, fault, files }) => {
    const ran = modules.filter(({ moduleId }) => files.some((file) => moduleId.endsWith(file)));
    if (ran.length === 0) return [];
    const passed = ran.length === files.length && ran.every((module) => module.ok());
    return [cells({ id, fault, load: `${files.length} files of tests` }, passed ? 'pass' : 'FAIL')];
  });
}

function byId([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return Number(a.slice(1)) - Number(b.slice(1));
}

function page(table: string): string {
  return `# Faults, as measured

Written by \`npm run test:faults\`. What is promised, and how it is tested: [guarantees.md](guarantees.md).

${machine()}

${table}`;
}
