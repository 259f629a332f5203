import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('packs the program, its SQL and what a user reads, and nothing else', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
  });

  const [{ files }]: readonly [{ readonly files: readonly { readonly path: string }[] }] = JSON.parse(stdout);
  const paths = files.map(({ path }) => path);
  const others = paths.filter((path) => !/^dist\/.+\.js$/.test(path));
  expect(others.toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin/esm-monitor.js',
    'package.json',
    'sql/grants.sql',
    'sql/roles.sql',
  ]);
  expect(paths).toContain('dist/cli.js');
});
