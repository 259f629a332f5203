import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';

test.for([
  ['wach', 'Did you mean watch?'],
  ['qeury', 'Did you mean query?'],
  ['xyzzy', 'Unknown argument: xyzzy'],
] as const)('answers %s with "%s" and code 2', async ([typed, answer]) => {
  const run = await runCommand([typed]);

  expect(run.code).toBe(2);
  expect(run.stderr).toContain(answer);
});
