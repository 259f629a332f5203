import { markdownTable } from '../support/markdown-table.ts';
import { cellsOf, rowHead } from './print-rows.ts';
import type { BenchRun, Results } from './results.ts';

const begin = '<!-- From here to the end mark `npm run bench` writes; the rest is written by hand. -->';
const end = '<!-- End mark. -->';

/**
 * The page with the results in it, between its two marks; what stands around them stays.
 *
 * @throws Error for a page without the marks.
 */
export function withResults(page: string, results: Results): string {
  const [before, rest] = page.split(`${begin}\n`);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error('The page of the benchmarks has no marks any more.');
  return `${before}${begin}\n\n${tableOf(results)}\n${end}${after}`;
}

function tableOf({ benches }: Results): string {
  const sections = Object.values(benches);
  const runs = [...new Map(sections.map(({ run }) => [keyOf(run), run])).values()];
  const numbers = new Map(runs.map((run, index) => [keyOf(run), String(index + 1)]));
  const rows = sections.flatMap(({ run, rows }) =>
    rows.map((row) => [...cellsOf(row), numbers.get(keyOf(run)) ?? '']),
  );
  const notes = runs.map((run, index) => `${index + 1}. ${describe(run)}\n`);
  return `${markdownTable([...rowHead, 'run'], rows)}\nRuns:\n\n${notes.join('')}`;
}

function keyOf({ at, command }: BenchRun): string {
  return `${at} ${command}`;
}

function describe({ at, command, scale, machine, versions }: BenchRun): string {
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const part = scale === 1 ? '' : `, ${scale} of the load`;
  const { cores, cpu, memoryGiB, system, load } = machine;
  const where = `${cores} cores (${cpu}), ${memoryGiB} GiB, ${system}; load ${load.toFixed(1)} before it`;
  const what = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${when}, \`${command}\`${part}. ${where}; ${what.join(', ')}.`;
}
