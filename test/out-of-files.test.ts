import { expect, test } from 'vitest';
import { runProgram } from './support/child-program.ts';

const startWithoutFiles = new URL('./support/programs/start-without-files.ts', import.meta.url);

test.each([
  ['alert', { outcome: 'failed', reason: 'spawn cat EMFILE' }],
  ['clipboard', false],
  ['pager', ['first\nsecond\n']],
])('goes on where no file can be opened to start the program of the %s', async (what, answer) => {
  const program = runProgram(startWithoutFiles, [what], { maxFiles: 64 });

  expect(await program.next()).toEqual(answer);

  await program.end('SIGKILL');
});
