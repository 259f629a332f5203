import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { elsewhere } from './faults/support/elsewhere.ts';

test('promises something under every fault that is tested, and under no other', () => {
  const page = readFileSync(new URL('../docs/guarantees.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| F'));
  const promised = rows.flatMap((row) => row.split('|')[1]?.match(/F\d+/g) ?? []);

  const files = readdirSync(new URL('./faults/', import.meta.url)).flatMap(
    (name) => name.match(/f\d+/g) ?? [],
  );
  const tested = [...files.map((id) => `F${Number(id.slice(1))}`), ...elsewhere.map(({ id }) => id)];
  expect(promised.toSorted()).toEqual([...new Set(tested)].toSorted());
});

test('has each fault that stands elsewhere where the list says', () => {
  const missing = elsewhere
    .flatMap(({ files }) => files)
    .filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)));

  expect(missing).toEqual([]);
});
