import { expect, test, vi } from 'vitest';
import { runCommand } from '../support/a-command.ts';

test.for([
  ['wach', 'There is no command "wach".\nDid you mean watch? esm-monitor --help lists the commands.'],
  ['xyzzy', 'There is no command "xyzzy".\nesm-monitor --help lists the commands.'],
  [
    'query incidnets',
    'There is no "incidnets" for query.\nDid you mean incidents? esm-monitor query --help lists the flags.',
  ],
  ['watch extra', 'watch takes no "extra".\nesm-monitor watch --help lists the flags.'],
  [
    'watch --topcs x',
    'There is no --topcs for watch.\nDid you mean --topics? esm-monitor watch --help lists the flags.',
  ],
  [
    'query --servce=a',
    'There is no --servce for query.\nDid you mean --service? esm-monitor query --help lists the flags.',
  ],
  ['query --foo-bar 1', 'There is no --foo-bar for query.\nesm-monitor query --help lists the flags.'],
  ['query -q', 'There is no -q for query.\nesm-monitor query --help lists the flags.'],
  [
    'query --since',
    '--since wants a value.\nFrom this time on: ISO, 15m, "2 days ago", "yesterday 14:00". esm-monitor query --help lists the flags.',
  ],
  [
    'mute 9f86 --note',
    '--note wants a value.\nWhy, for those who read the triage log later. esm-monitor mute --help lists the flags.',
  ],
  [
    'query --sort best',
    `--sort can't be "best".\nIt takes newest or oldest. esm-monitor query --help lists the flags.`,
  ],
  ['query --limit abc', '--limit is no number.\nIt takes a whole number from 1 to 100000000.'],
  ['resolve', 'resolve wants the id of an incident.\nesm-monitor resolve --help lists the flags.'],
  [
    'explain --topic x',
    '--topic needs --partition and --offset beside it.\nesm-monitor explain --help lists the flags.',
  ],
] as const)(
  'answers "%s" with a sentence, what was meant and where the flags are listed',
  async ([typed, answer]) => {
    const run = await runCommand(typed.split(' '));

    expect(run).toEqual({ code: 2, stdout: '', stderr: `${answer}\n` });
  },
);

test('shows all commands to one who names none', async () => {
  const run = await runCommand([]);

  expect(run.code).toBe(2);
  expect(run.stderr).toContain('esm-monitor doctor');
  expect(run.stderr).toMatch(
    /Which command\? For the live screen: esm-monitor watch\nThe commands are listed above\.\n$/,
  );
});

test('answers in English wherever it runs', async () => {
  vi.stubEnv('LC_ALL', 'de_DE.UTF-8'); // yargs looks there itself

  const run = await runCommand(['wach']);
  vi.unstubAllEnvs();

  expect(run.stderr).toContain('There is no command "wach".');
});

test.for([
  ['watch', 'ESM_HEADLESS'],
  ['watch', 'ESM_PLAIN'],
  ['watch', 'ESM_OBSERVE'],
  ['watch', 'ESM_ALERT_ALLOW_PRIVATE'],
  ['doctor', 'ESM_ALERT_ALLOW_PRIVATE'],
] as const)('%s refuses a %s that is neither on nor off', async ([command, name]) => {
  const run = await runCommand([command], { env: { [name]: 'Maybe' } });

  expect(run).toEqual({
    code: 2,
    stdout: '',
    stderr: `${name} can't be "Maybe".\nIt takes true or false.\n`,
  });
});
