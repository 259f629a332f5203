import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';

test.for([
  'query --since -1h30m',
  'query --json --until -1h30m',
  'query incidents --since -1h30m',
  'query services --until -1h30m',
  'query timeline --bucket -1h30m',
  'mute 9f86 --until -1h30m',
  'replay --to -1h30m',
  'replay --to latest --print --until -1h30m',
  'prune --retention -1h30m',
  'watch --from -1h30m',
  'watch --stats-every -1h30m',
  'watch --session-timeout -1h30m',
])('reads what stands behind the flag of "%s" as its value, and not as -h for help', async (typed) => {
  const run = await runCommand(typed.split(' '));

  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`can't be "-1h30m"`) });
});
