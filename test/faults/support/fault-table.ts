import type { Reporter } from 'vitest/node';
import { markdownTable } from '../../support/markdown-table.ts';
import { byFault, openFaultPage } from './fault-page.ts';
import { type Cells, columns, rowOfTest, rowsOfElsewhere } from './fault-rows.ts';
import { machine } from './machine.ts';

const docs = new URL('../../../docs/faults.md', import.meta.url);

/** Puts each fault into docs/faults.md when its test ends, and prints the table of the run at its end. */
export function faultTable(): Reporter {
  const page = openFaultPage(docs, machine(), new Date().toISOString().slice(0, 10));
  const rows: Cells[] = [];

  function take(row: Cells): void {
    rows.push(row);
    page.put(row);
  }

  return {
    onTestCaseResult(test) {
      const row = rowOfTest(test);
      if (row !== undefined) take(row);
    },
    onTestRunEnd(modules, _errors, reason) {
      for (const row of rowsOfElsewhere(modules)) take(row);
      if (reason !== 'interrupted') page.settle();
      process.stdout.write(`\n${markdownTable(columns, rows.toSorted(byFault))}\n`);
    },
  };
}
