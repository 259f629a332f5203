import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Licences that ask for no more than their own text, by their SPDX names. */
const permissive = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['CC0-1.0', 'Zlib', 'Python-2.0', 'Unlicense', 'PostgreSQL'],
];
/** Asks that changed files of its own stay open: fine for tools that are used here and not handed on. */
const forTools = [...permissive, 'MPL-2.0'];

type Package = {
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
};

const { packages }: { readonly packages: { readonly [path: string]: Package } } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
);

/** Whether an SPDX expression of names, AND and OR (no nesting) is met by one of these licences. */
function isMet(expression: string, licences: readonly string[]): boolean {
  const alternatives = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return alternatives.some((each) => each.split(' AND ').every((name) => licences.includes(name)));
}

test('depends only on packages whose licence lets us hand them on', () => {
  const others = Object.entries(packages).filter(
    ([, { license = 'none', dev = false }]) => !isMet(license, dev ? forTools : permissive),
  );

  expect(others).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});

test('knows the hash of every package that it runs on', () => {
  const unpinned = Object.entries(packages).filter(
    ([path, { dev = false, integrity }]) => path !== '' && !dev && integrity === undefined,
  );

  expect(unpinned).toEqual([]);
});

test.for([
  ['(MIT AND Zlib)', true],
  ['GPL-3.0 OR MIT', true],
  ['MIT AND GPL-3.0', false],
  ['none', false],
] as const)('finds that %s is met: %s', ([expression, met]) => {
  expect(isMet(expression, permissive)).toBe(met);
});
