import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const minute = 60_000;
const a = 'aaaa000000000001';
const b = 'bbbb000000000002';

test('prints incidents with the keys that scripts rely on', async () => {
  const { env, start } = await aStory();

  const { stdout } = await runCommand(['query', 'incidents', '--json', '--sort', 'count'], { env });

  expect(parsed(stdout)).toEqual([
    {
      id: a,
      status: 'NEW',
      level: 'ERROR',
      service: 'billing',
      title: 'card declined',
      count: 3,
      firstSeen: new Date(start).toISOString(),
      lastSeen: new Date(start + 2 * minute).toISOString(),
      fingerprint: `v1:${a}`,
    },
    expect.objectContaining({ id: b, count: 1 }),
  ]);
});

test.for([
  { flags: ['--status', 'new,regressed'], ids: [b, a] },
  { flags: ['--status', 'resolved'], ids: [] },
  { flags: ['--service', 'billing'], ids: [a] },
  { flags: ['--level', 'critical'], ids: [b] },
  { flags: ['--until', '2h'], ids: [] },
  { flags: ['--limit', '1'], ids: [b] },
  { flags: ['--filter', 'DECLINED or level:crit'], ids: [b, a] },
  { flags: ['--filter', 'status:new -declined'], ids: [b] },
  { flags: ['--filter', 'incident:aaaa*', '--sort', 'count', '--limit', '1'], ids: [a] },
])('lists $ids for $flags', async ({ flags, ids }) => {
  const { env } = await aStory();

  const { stdout } = await runCommand(['query', 'incidents', '--json', ...flags], { env });

  expect(parsed(stdout).map(({ id }) => id)).toEqual(ids);
});

test('goes on with the incidents after the last answer, in the same order only', async () => {
  const { env } = await aStory();

  const first = await runCommand(['query', 'incidents', '--json', '--limit', '1'], { env });
  const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? '';
  const second = await runCommand(['query', 'incidents', '--json', '--cursor', cursor], { env });
  const other = await runCommand(['query', 'incidents', '--sort', 'count', '--cursor', cursor], { env });

  expect(parsed(second.stdout).map(({ id }) => id)).toEqual([a]);
  expect(second.stderr).toBe('');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('with the same --sort') });
});

test('goes on with the incidents that a filter finds', async () => {
  const { env } = await aStory();
  const flags = ['query', 'incidents', '--json', '--filter', 'status:new', '--limit', '1'];

  const first = await runCommand(flags, { env });
  const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? '';
  const second = await runCommand([...flags, '--cursor', cursor], { env });

  expect([first, second].flatMap(({ stdout }) => parsed(stdout).map(({ id }) => id))).toEqual([b, a]);
  expect(second.stderr).toBe('');
});

test('fails a script on what is new or came back, but not on what somebody dealt with', async () => {
  const { env, triage, store } = await aStory();
  const failing = async (...words: readonly string[]) => {
    const run = await runCommand(['query', 'incidents', '--since', '1d', '--fail-on', ...words], { env });
    return run.code;
  };

  const before = [await failing('new'), await failing('regressed'), await failing('count>1')];
  await triage.resolve(a, 'ada');
  await triage.mute(b, { perMinute: 9 }, 'ada');
  const dealtWith = [await failing('new'), await failing('new,regressed')];
  await store([anError({ incident: a, at: Date.now(), time: Date.now() + 1_000 })]);
  const cameBack = await failing('regressed');

  expect(before).toEqual([4, 0, 4]);
  expect(dealtWith).toEqual([0, 0]);
  expect(cameBack).toBe(4);
});

test('prints services with the keys that scripts rely on, of all time or of a range', async () => {
  const { env, start } = await aStory();

  const all = await runCommand(['query', 'services', '--json'], { env });
  const none = await runCommand(['query', 'services', '--until', '2 days ago'], { env });

  expect(parsed(all.stdout)[0]).toEqual({
    service: 'billing',
    errors: 3,
    critical: 0,
    error: 3,
    exception: 0,
    events: 3,
    firstSeen: new Date(start).toISOString(),
    lastSeen: new Date(start + 2 * minute).toISOString(),
  });
  expect(parsed(all.stdout).map(({ service }) => service)).toEqual(['billing', 'search']);
  expect(none).toMatchObject({ stdout: '', stderr: expect.stringContaining('No service') });
});

test('prints a timeline without holes, and the events that it holds', async () => {
  const { env } = await aStory();

  const { stdout } = await runCommand(['query', 'timeline', '--since', '2h', '--bucket', '1m', '--json'], {
    env,
  });
  const wrong = await runCommand(['query', 'timeline', '--bucket', '90s'], { env });

  expect(parsed(stdout).map(({ errors }) => errors)).toEqual([2, 0, 1, 0, 0, 1]);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('It takes whole minutes') });
});

test('tells the whole story of one incident', async () => {
  const { env, triage } = await aStory();
  await triage.resolve(a, 'ada', 'fixed in 1.2');

  const page = await runCommand(['query', 'incident', 'aaaa', '--tz', 'UTC'], { env });
  const json = await runCommand(['query', 'incident', 'aaaa', '--json', '--samples', '2'], { env });
  const unknown = await runCommand(['query', 'incident', 'ffff'], { env });

  for (const part of [
    'card declined again',
    'RESOLVED',
    'Traceback',
    'at most 2 in 1 m',
    'resolve by ada: fixed in 1.2',
    'application-logs/0 offset 2',
  ]) {
    expect(page.stdout).toContain(part);
  }
  expect(parsed(json.stdout)[0]).toMatchObject({
    id: a,
    status: 'RESOLVED',
    history: [{ count: 2 }, { count: 1 }],
    triage: [{ action: 'resolve', by: 'ada', note: 'fixed in 1.2' }],
    samples: [{ offset: '2' }, { offset: '1' }],
  });
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('No incident has the id ffff.') });
});

async function aStory() {
  const past = await aPast();
  const start = Math.floor(Date.now() / minute) * minute - 60 * minute;
  const at = (ms: number) => ({ at: start + ms, time: start + ms });
  const declined = { incident: a, service: 'billing', message: 'card declined' };
  await past.store([
    anError({ ...declined, ...at(0) }),
    anError({ ...declined, ...at(1_000) }),
    anError({ ...declined, ...at(2 * minute), message: 'card declined again', stack: 'Traceback\n  x' }),
    anError({ incident: b, service: 'search', severity: 'CRITICAL', ...at(5 * minute) }),
  ]);
  return { ...past, start };
}

function parsed(text: string): readonly { readonly [key: string]: unknown }[] {
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}
