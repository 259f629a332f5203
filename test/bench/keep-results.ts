import { readFile, writeFile } from 'node:fs/promises';
import { noResults, type Results } from './results.ts';
import { withResults } from './results-page.ts';

const file = new URL('../../docs/benchmarks.json', import.meta.url);
const page = new URL('../../docs/benchmarks.md', import.meta.url);

/** The committed results, or none yet. */
export async function keptResults(): Promise<Results> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noResults;
    throw error;
  }
}

/** Writes docs/benchmarks.json, and the table of docs/benchmarks.md from it. */
export async function keepResults(results: Results): Promise<void> {
  await writeResults(file, results);
  await writeFile(page, withResults(await readFile(page, 'utf8'), results));
}

export async function writeResults(path: string | URL, results: Results): Promise<void> {
  await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
}
