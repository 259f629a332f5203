import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from '../../support/markdown-table.ts';
import { type Cells, columns } from './fault-rows.ts';

/** The table that stands in docs: the newest line of every fault, each with the day on which it was measured. */
export type FaultPage = {
  /** Puts a line in the place of the one about the same fault, and writes the page. */
  put(row: Cells): void;
  /** Drops the older lines of faults that now ran to their end: they are called otherwise now, or are no more. */
  settle(): void;
};

/**
 * Opens the page of this machine. It is written line by line, so that a run that is broken off leaves a true table.
 *
 * @param machine - In a sentence. Lines of different machines are not mixed: a page of another one is begun anew.
 * @param day - When the lines to come were measured.
 */
export function openFaultPage(file: URL, machine: string, day: string): FaultPage {
  const rows = new Map<string, Cells>();
  for (const row of existsSync(file) ? readRows(readFileSync(file, 'utf8'), machine) : [])
    rows.set(keyOf(row), row);
  const fresh = new Set<string>();

  function write(): void {
    const sorted = [...rows.values()].toSorted(byFault);
    writeFileSync(file, page(machine, markdownTable([...columns, 'measured'], sorted)));
  }

  return {
    put(row) {
      rows.set(keyOf(row), [...row, day]);
      fresh.add(keyOf(row));
      write();
    },
    settle() {
      const ran = new Set([...fresh].map((key) => rows.get(key)?.[0]));
      for (const [key, [id]] of rows) if (ran.has(id) && !fresh.has(key)) rows.delete(key);
      write();
    },
  };
}

/** By number; lines of one fault stay in the order in which they came. */
export function byFault([a = '']: Cells, [b = '']: Cells): number {
  return Number(a.slice(1)) - Number(b.slice(1));
}

function keyOf([id = '', fault = '']: Cells): string {
  return `${id} ${fault}`;
}

function readRows(text: string, machine: string): readonly Cells[] {
  if (!text.includes(machine)) return [];
  const lines = text.split('\n').filter((line) => /^\| F\d/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function page(machine: string, table: string): string {
  return `# Faults, as measured

Written by \`npm run test:faults\`, line by line. What is promised, and how it is tested: [guarantees.md](guarantees.md).

${machine}

${table}`;
}
