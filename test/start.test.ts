import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

test('loads for a command line nothing but what reads it', () => {
  const { packages } = loadedBy(`${src}/cli.ts`);

  expect([...packages].sort()).toEqual(['env-paths', 'yargs']);
});

test('loads for a query neither the screen, Kafka, the filter nor the built-in server', () => {
  const { packages, files } = loadedBy(`${src}/commands/query/run-errors.ts`);

  expect([...packages].sort()).toEqual(['chalk', 'pg', 'pg-pool', 'string-width']);
  expect([...files].filter((file) => /ui\/screens|kafka|embedded|parse-filter/.test(file))).toEqual([]);
});

test.for(['run-watch.ts', 'run-observe.ts', 'run-doctor.ts', 'triage/run-triage.ts'])(
  'loads no driver of Redis with %s, before there is an address of one',
  (file) => {
    expect([...loadedBy(`${src}/commands/${file}`).packages]).not.toContain('ioredis');
  },
);

/** What stands in the import statements from this file on; types and `import()` load nothing. */
function loadedBy(entry: string): {
  readonly packages: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
} {
  const packages = new Set<string>();
  const files = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, clause = '', name = ''] of text.matchAll(
      /^(?:import|export) ([^;]*?) from '([^']+)';$/gm,
    )) {
      const values = clause
        .replace(/^\{|\}$/g, '')
        .split(',')
        .map((each) => each.trim());
      if (clause.startsWith('type ') || values.every((each) => each === '' || each.startsWith('type ')))
        continue;
      if (name.startsWith('.')) waiting.push(resolve(dirname(file), name));
      else if (!name.startsWith('node:'))
        packages.add(
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        );
    }
  }
  return { packages, files };
}
