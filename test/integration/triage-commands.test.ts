import { expect, test } from 'vitest';
import { whoAmI } from '../../src/who.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const a = 'aaaa000000000001';
const b = 'bbbb000000000002';

test('resolves several incidents, in the name of whoever runs it', async () => {
  const { env, history } = await twoIncidents();

  const run = await runCommand(['resolve', 'aaaa', b, '--note', 'fixed'], { env });

  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toBe('Resolved aaaa0000, billing: declined\nResolved bbbb0000, billing: declined\n');
  expect((await history.incident(b))?.triage).toMatchObject([
    { action: 'resolve', by: whoAmI(), note: 'fixed' },
  ]);
});

test('mutes for a time or up to a number a minute, and reopens', async () => {
  const { env, history } = await twoIncidents();

  const forHours = await runCommand(['mute', a, '--until', '2h', '--json'], { env });
  const upTo = await runCommand(['mute', b, '--per-minute', '20'], { env });
  const muted = [await history.incident(a), await history.incident(b)];
  const reopened = await runCommand(['reopen', a], { env });

  expect(JSON.parse(forHours.stdout)).toMatchObject({ id: a, status: 'MUTED' });
  expect(upTo.code).toBe(0);
  expect(muted[0]?.mutedUntil ?? 0).toBeGreaterThan(Date.now() + 7_000_000);
  expect(muted[1]?.mutedPerMinute).toBe(20);
  expect(reopened.stdout).toContain('Reopened aaaa0000');
});

test('says which ones it could not change and why, and changes the others', async () => {
  const { env, history } = await twoIncidents();

  const run = await runCommand(['reopen', a, 'ffff'], { env });
  const resolved = await runCommand(['resolve', 'ffff', a], { env });

  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(
    `${a}: It is open: neither resolved nor muted.\nffff: No incident has the id ffff.`,
  );
  expect(resolved).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('1 of 2 could not be changed.'),
  });
  expect(await history.incident(a)).toMatchObject({ status: 'RESOLVED' });
});

test.for([
  { args: ['mute', a], says: 'Say either --until 2h or --per-minute 20.' },
  { args: ['mute', a, '--until', '2h', '--per-minute', '3'], says: 'Say either' },
  { args: ['mute', a, '--until', '2020-01-01'], says: 'It takes a time to come' },
  { args: ['mute', a, '--per-minute', '0'], says: 'It takes a whole number' },
  { args: ['resolve'], says: 'Not enough non-option arguments' },
])('refuses $args with exit code 2', async ({ args, says }) => {
  const run = await runCommand(args, {});

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
});

async function twoIncidents() {
  const past = await aPast();
  const error = { service: 'billing', message: 'declined', at: Date.now() - 1_000, time: Date.now() - 1_000 };
  await past.store([anError({ ...error, incident: a }), anError({ ...error, incident: b })]);
  return past;
}
