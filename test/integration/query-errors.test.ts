import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogError } from '../../src/types.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const searches = [
  { flags: ['--service', 'billing'], messages: ['b2', 'b1'] },
  { flags: ['--service', 'billing,search', '--level', 'critical'], messages: ['s1', 'b2'] },
  { flags: ['--level', 'ERROR', '--level', 'exception'], messages: ['b1'] },
  { flags: ['--limit', '1'], messages: ['s1'] },
  { flags: ['--sort', 'oldest', '--limit', '2'], messages: ['b1', 'b2'] },
  { flags: ['--incident', 'bbbb'], messages: ['b2', 'b1'] },
  { flags: ['--incident', 'bbbb', '--level', 'critical', '--service', 'billing'], messages: ['b2'] },
  { flags: ['--filter', 's1 or level:crit service:bill*'], messages: ['s1', 'b2'] },
  { flags: ['--filter', '/^b/ -b2', '--service', 'billing'], messages: ['b1'] },
  { flags: ['--filter', 'status:new', '--sort', 'oldest', '--limit', '1'], messages: ['b1'] },
  { flags: ['--filter', 'service:nobody or status:muted'], messages: [] },
  { flags: ['--filter', ' '], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--filter', '-service:search'], messages: ['b2', 'b1'] },
  { flags: ['--since', '1h'], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--since', '-1h'], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--since', '1 hour ago', '--until', '2500 seconds ago'], messages: [] },
  { flags: ['--until', '1h'], messages: [] },
  { flags: ['--since', '2026-01-01', '--until', '2199-01-01T00:00'], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--service', "x' OR 1=1 --"], messages: [] },
] as const;

test('finds what fits the flags, and nothing else', async () => {
  const { env } = await threeErrors();

  for (const { flags, messages } of searches) {
    const { stdout, code } = await runCommand(['query', '--json', ...flags], { env });

    expect({ flags, code, messages: linesOf(stdout).map((line) => JSON.parse(line).message) }).toEqual({
      flags,
      code: 0,
      messages,
    });
  }
});

test('finds a service whose name holds a comma, alone or among others', async () => {
  const { env, store } = await aPast();
  await store([...'ab', 'a,b', 'a, b', 'c\\'].map((service) => anError({ service, message: service })));
  const found = async (...flags: readonly string[]) => {
    const { stdout } = await runCommand(['query', '--json', '--sort', 'oldest', ...flags], { env });
    return linesOf(stdout).map((line) => JSON.parse(line).service);
  };

  expect(await found('--service', 'a\\,b')).toEqual(['a,b']);
  expect(await found('--service', 'a\\, b,b')).toEqual(['b', 'a, b']);
  expect(await found('--service', 'a,b')).toEqual(['a', 'b']);
  expect(await found('--service', 'c\\', '--service', 'a')).toEqual(['a', 'c\\']);
});

test('prints a table with a head, and says when there is nothing', async () => {
  const { env } = await threeErrors();

  const table = await runCommand(['query'], { env });
  const nothing = await runCommand(['query', '--service', 'nobody'], { env });

  const [head, ...lines] = linesOf(table.stdout);
  expect(head).toMatch(/^time +level +service +incident +message$/);
  expect(lines.map((line) => line.split(/ +/).slice(2))).toEqual([
    ['CRITICAL', 'search', 'aaaa0000', 's1'],
    ['CRITICAL', 'billing', 'bbbb0000', 'b2'],
    ['ERROR', 'billing', 'bbbb0000', 'b1'],
  ]);
  expect(nothing).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'No stored errors fit. See what is there: esm-monitor query --limit 5\n',
  });
});

test('asks to widen only what was asked for', async () => {
  const { env } = await aPast();
  const told = async (...args: readonly string[]) => (await runCommand(['query', ...args], { env })).stderr;

  expect(await told()).toBe('There are no stored errors yet: esm-monitor watch stores what it reads.\n');
  expect(await told('incidents')).toBe(
    'There are no incidents yet: esm-monitor watch stores what it reads.\n',
  );
  expect(await told('--since', '2h')).toMatch(/^No stored errors fit\. Widen --since, or see/);
  expect(await told('incidents', '--status', 'muted')).toMatch(/^No incidents fit\. See what is there/);
});

test('goes on where the last answer ended until all errors were shown once', async () => {
  const { env, store } = await aPast();
  await store(
    Array.from({ length: 23 }, (_, i) => anError({ message: `m${i}`, at: 1_000 * Math.floor(i / 4) })),
  );
  const seen: string[] = [];
  let flags: readonly string[] = [];

  for (let page = 0; page < 3; page++) {
    const { stdout, stderr } = await runCommand(['query', '--json', '--limit', '9', ...flags], { env });
    seen.push(...linesOf(stdout).map((line) => JSON.parse(line).message));
    flags = /--cursor \S+/.exec(stderr)?.[0].split(' ') ?? [];
  }

  expect(seen).toEqual(Array.from({ length: 23 }, (_, i) => `m${22 - i}`));
  expect(flags).toEqual([]);
});

test('streams more errors than one page holds, each once, in order', async () => {
  const { env, store } = await aPast();
  await store(Array.from({ length: 3_300 }, (_, i) => anError({ at: 5_000 + Math.floor(i / 700) })));

  const { stdout } = await runCommand(['query', '--json', '--limit', '100000'], { env });

  const offsets = linesOf(stdout).map((line) => Number(JSON.parse(line).offset));
  expect(offsets).toEqual(Array.from({ length: 3_300 }, (_, i) => 3_299 - i));
});

test('writes CSV that spreadsheets neither break nor run', async () => {
  const { env, store } = await aPast();
  await store([anError({ message: '=1+1, "quoted"\nsecond', fields: { n: 1 } })]);

  const { stdout } = await runCommand(['query', '--csv'], { env });

  expect(stdout.split('\n')[0]).toMatch(/^v,type,time,level,service,message,.*,offset,fields$/);
  expect(stdout).toContain(`,"'=1+1, ""quoted""\nsecond",`);
  expect(stdout).toContain(',"{""n"":1}"\n');
});

test('writes a file that is there once it is whole', async () => {
  const { env } = await threeErrors();
  const folder = await mkdtemp(join(tmpdir(), 'esm-query-'));

  const done = await runCommand(['query', '--output', join(folder, 'errors.txt')], { env });
  const failed = await runCommand(['query', '--output', join(folder, 'no/where')], { env });
  const onto = await runCommand(['query', '--output', folder], { env });

  expect(done).toMatchObject({ code: 0, stdout: '' });
  expect(await readdir(folder)).toEqual(['errors.txt']);
  expect(linesOf(await readFile(join(folder, 'errors.txt'), 'utf8'))).toHaveLength(4);
  expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining("Can't write to") });
  expect(onto).toMatchObject({
    code: 2,
    stderr: `${folder} is a folder.\nName a file in it: --output takes a file.\n`,
  });
});

test('fits the table to the terminal, in the time zone that was asked for', async () => {
  const { env, store } = await aPast();
  const at = Date.parse('2026-07-01T10:00:00Z');
  await store([anError({ service: '日本語サービス', message: `wide ${'日本'.repeat(80)}`, at, time: at })]);

  const { stdout } = await runCommand(['query', '--tz', 'Asia/Kolkata'], {
    env,
    terminal: { columns: 70, rows: 30 },
  });

  expect(stdout).toContain('2026-07-01 15:30:00.000  ');
  expect(linesOf(stdout)[1]).toMatch(/日本語サービス +wide .*…$/);
});

test('sends a table longer than the terminal through the pager, unless asked not to', async () => {
  const { env, store } = await aPast();
  await store(Array.from({ length: 30 }, () => anError()));
  const folder = await mkdtemp(join(tmpdir(), 'esm-pager-'));
  const paged = join(folder, 'paged');
  const terminal = { columns: 80, rows: 10 };
  const pager = { ...env, PATH: process.env.PATH, PAGER: `dd status=none of=${paged}` };

  const short = await runCommand(['query', '--limit', '5'], { env: pager, terminal });
  const plain = await runCommand(['query', '--no-pager'], { env: pager, terminal });
  const none = await runCommand(['query'], { env: { ...env, PAGER: 'no-such-pager' }, terminal });
  const before = await readdir(folder);
  const long = await runCommand(['query'], { env: pager, terminal });

  expect([short, plain, none].map(({ stdout }) => linesOf(stdout).length)).toEqual([6, 31, 31]);
  expect(before).toEqual([]);
  expect(long.stdout).toBe('');
  expect(linesOf(await readFile(paged, 'utf8'))).toHaveLength(31);
});

const verdicts = [
  { flags: ['--fail-on', 'count>2'], code: 4, says: 'more than 2 fit' },
  { flags: ['--since', '-1h', '--fail-on', 'count>2'], code: 4, says: 'more than 2 fit' },
  { flags: ['--fail-on', 'count>3'], code: 0, says: '' },
  { flags: ['--fail-on', 'count>0', '--service', 'nobody'], code: 0, says: '' },
  {
    flags: ['--fail-on', 'new', '--limit', '1'],
    code: 4,
    says: '2 new (aaaa0000 search: s1 · bbbb0000 billing: b1)',
  },
  { flags: ['--fail-on', 'new', '--incident', 'bbbb'], code: 4, says: '1 new (bbbb0000 billing: b1)' },
  { flags: ['--fail-on', 'regressed'], code: 0, says: '' },
] as const;

test('fails a script when what it must not find is there', async () => {
  const { env } = await threeErrors();

  for (const { flags, code, says } of verdicts) {
    const run = await runCommand(['query', ...flags], { env });

    expect({ flags, code: run.code }).toEqual({ flags, code });
    expect(run.stderr).toContain(says);
  }
});

test('judges all that fits, not only what is left behind the last answer', async () => {
  const { env } = await threeErrors();
  const first = await runCommand(['query', '--limit', '2'], { env });
  const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? '';

  const rest = await runCommand(['query', '--cursor', cursor, '--fail-on', 'count>2'], { env });

  expect(linesOf(rest.stdout)).toHaveLength(2);
  expect(rest).toMatchObject({ code: 4, stderr: expect.stringContaining('more than 2 fit') });
});

test.for([
  { flags: ['--level', 'loud'], says: 'It takes critical, error or exception' },
  { flags: ['--since', 'whenever'], says: 'It takes an ISO time' },
  { flags: ['--since', '2026-02-30'], says: 'It takes an ISO time' },
  { flags: ['--since', '1h', '--until', '2h'], says: 'It takes a time after --since' },
  { flags: ['--limit', '0'], says: 'It takes a whole number' },
  { flags: ['--tz', 'Mars'], says: 'It takes a time zone' },
  { flags: ['--fail-on', 'old'], says: 'It takes new, regressed or "count>N"' },
  { flags: ['--json', '--csv'], says: 'Take one of the two.' },
  { flags: ['--cursor', 'xyz'], says: 'It takes what the last answer said' },
  { flags: ['--bogus'], says: 'There is no --bogus for query.' },
])('refuses $flags with exit code 2 and says what it takes', async ({ flags, says }) => {
  const run = await runCommand(['query', ...flags]);

  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
});

test('refuses an incident that does not exist', async () => {
  const { env } = await aPast();

  const run = await runCommand(['query', '--incident', 'ffff'], { env });

  expect(run).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'No incident has the id ffff.\nSee the ids: esm-monitor query incidents\n',
  });
});

test('marks the place where a filter can not be read', async () => {
  const { code, stdout, stderr } = await runCommand(['query', '--filter', 'größe 日本 levl:crit']);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain("--filter can't be read: There is no levl: here.");
  expect(stderr).toContain('  größe 日本 levl:crit\n             ^\n');
});

async function threeErrors() {
  const past = await aPast();
  const error = (incident: string, some: Partial<LogError>, age: number) => {
    const at = Date.now() - age;
    return anError({ incident: `${incident}000000000000`, at, time: at, ...some });
  };
  await past.store([
    error('bbbb', { service: 'billing', message: 'b1' }, 3_000),
    error('bbbb', { service: 'billing', message: 'b2', severity: 'CRITICAL' }, 2_000),
    error('aaaa', { service: 'search', message: 's1', severity: 'CRITICAL' }, 1_000),
  ]);
  return past;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.trimEnd().split('\n');
}
