import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Imports Ink and says which files of es-toolkit were loaded with it. */
const program = `
  import { registerHooks } from 'node:module';
  const found = [];
  registerHooks({ load: (url, context, next) => (url.includes('/es-toolkit/') && found.push(url), next(url, context)) });
  const { importInk } = await import('./src/ui/import-ink.ts');
  const { render } = await importInk(() => import('ink'));
  console.log(JSON.stringify({ render: typeof render, files: found.length }));
`;

test('loads the one function that Ink takes of a library, not all of it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);

  const { render, files } = JSON.parse(stdout);
  expect(render).toBe('function');
  expect(files).toBeGreaterThan(0);
  expect(files).toBeLessThan(20);
});
