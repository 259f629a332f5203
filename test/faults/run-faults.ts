/**
 * `npm run test:faults`: every fault at full size, one after the other, on the real servers, with a table at the end.
 *
 * `npm run test:faults -- F4 F5` runs the named ones only. `--minutes 30` is the length of the long ones (F27 and F28, 3
 * by default, so that a whole run takes some 40 minutes). Each result goes into docs/faults.md when it is there.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { elsewhere } from './support/elsewhere.ts';
import { faultTable } from './support/fault-table.ts';

const folder = new URL('.', import.meta.url);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '3' } },
});
process.env.ESM_FAULTS = 'long';
process.env.ESM_FAULT_MINUTES = values.minutes;

const own = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
const named = positionals.map((id) => id.toUpperCase());
const files = [
  ...own.filter((name) => named.length === 0 || named.some((id) => idsOf(name).includes(id))),
  ...elsewhere.filter(({ id }) => named.length === 0 || named.includes(id)).flatMap((each) => each.files),
];
const unknown = named.find(
  (id) => !own.some((name) => idsOf(name).includes(id)) && !elsewhere.some((each) => each.id === id),
);
if (unknown === undefined) {
  const pattern = named.length === 0 ? {} : { testNamePattern: testsOf(named) };
  await startVitest('test', files, {
    ...{ watch: false, run: true, ...pattern },
    fileParallelism: false, // what one fault takes is not to be measured beside another's
    reporters: ['verbose', faultTable()],
  });
} else {
  process.stderr.write(`There is no fault ${unknown}.\n`);
  process.exitCode = 2;
}

/** A file is called after its faults: `f10-f11-sizes.test.ts`. */
function idsOf(name: string): readonly string[] {
  return (name.match(/f\d+/g) ?? []).map((id) => id.toUpperCase().replace(/^F0/, 'F'));
}

/** Tests of other parts are not called after a fault: all of them are meant. */
function testsOf(ids: readonly string[]): RegExp {
  return elsewhere.some(({ id }) => ids.includes(id)) ? /./ : new RegExp(`^(${ids.join('|')}) `);
}
