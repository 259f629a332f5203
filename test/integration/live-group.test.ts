import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { storedHistory } from '../../src/commands/stored-history.ts';
import { tellingTriage } from '../../src/commands/telling-triage.ts';
import { findMark } from '../../src/monitor/open-live.ts';
import { ask } from '../../src/postgres/ask.ts';
import { type Database, openDatabase } from '../../src/postgres/pool.ts';
import { queryIncidents } from '../../src/postgres/query-incidents.ts';
import { createTriage } from '../../src/postgres/triage.ts';
import { createLiveFeed } from '../../src/redis/live-feed.ts';
import { readLive } from '../../src/redis/live-reader.ts';
import { createFeed, type Feed } from '../../src/ui/state/feed.ts';
import { runCommand, startCommand } from '../support/a-command.ts';
import { type AGroup, aGroup, type Terminal } from '../support/a-group.ts';
import { aKafka } from '../support/a-topic.ts';
import { expectedState, produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test('shows every error once in each terminal of a group, whichever member stored it', async () => {
  const group = await aGroup();
  const terminals = [group.watch('--plain'), group.watch('--plain'), group.watch('--plain')];
  terminals.push(group.watch('--observe', '--plain'));
  const script = group.watch('--observe', '--headless', '--stats-every', '1s');
  await group.shared(3, 2);

  await produceNumbers(aKafka(), group.topic, 0, 3_000);

  const expected = expectedState(group.topic, 3_000);
  for (const terminal of terminals) {
    await waitFor('every error', () => sum(errorsIn(terminal)) >= sum(expected.rows));
    expect(errorsIn(terminal)).toEqual(expected.rows);
  }
  await waitFor('every line', () => linesOf(script, 'error').length >= sum(expected.rows));
  expect(coordinatesIn(script)).toEqual(expected.coordinates);
  // One incident for each of the seven services.
  expect(linesOf(script, 'incident').map(({ change }) => change)).toEqual(Array(7).fill('new'));
  await waitFor('every record', () => linesOf(script, 'stats').at(-1)?.records === 3_000);
}, 60_000);

test('shows what the other members store while Kafka is waited for, and joins them when it answers', async () => {
  const group = await aGroup();
  group.watch('--headless', '--quiet');
  await group.shared(1);
  await produceNumbers(aKafka(), group.topic, 0, 60);
  await waitFor('the group', async () => (await storedState(group.databaseUrl)).coordinates.length === 12);
  await group.published(60);
  const gate = aGate();
  const address = `127.0.0.1:${await gate.open()}`;
  await gate.close();
  const waiting = group.watch('--plain', '--brokers', address);
  await waitFor('the wait', () => waiting.stderr().includes(`Kafka at ${address} can't be reached`));

  await produceNumbers(aKafka(), group.topic, 60, 120);

  await waitFor('the errors of the other', () => sum(errorsIn(waiting)) === 12);
  await gate.open();
  await group.shared(2);
  await produceNumbers(aKafka(), group.topic, 120, 180);
  await waitFor('the errors of both', () => sum(errorsIn(waiting)) === 24);
}, 60_000);

test('watches the group in the cluster that Kafka names, where the store knows it in another one', async () => {
  const group = await aGroup();
  const before = group.watch('--headless', '--quiet');
  await group.shared(1);
  await produceNumbers(aKafka(), group.topic, 0, 60);
  await waitFor('the group', async () => (await storedState(group.databaseUrl)).coordinates.length === 12);
  await before.end();
  const { database } = await openGroup(group);
  await ask(database, "UPDATE esm.log SET cluster_id = 'another'", []);

  const first = group.watch('--plain');
  await group.shared(1);
  await produceNumbers(aKafka(), group.topic, 60, 120);
  await waitFor('its errors', () => sum(errorsIn(first)) === 12);
  await group.published(120);
  const second = group.watch('--plain');
  await group.shared(2);
  await produceNumbers(aKafka(), group.topic, 120, 180);

  await waitFor('the errors of both', () => sum(errorsIn(first)) === 24 && sum(errorsIn(second)) === 12);
}, 60_000);

test('prints as JSON lines the errors of its own member only', async () => {
  const group = await aGroup();
  const scripts = [1, 2].map(() => group.watch('--headless'));
  await group.shared(2);

  await produceNumbers(aKafka(), group.topic, 0, 600);

  const { coordinates } = expectedState(group.topic, 600);
  const printed = () => scripts.flatMap(coordinatesIn).toSorted();
  await waitFor('every error', () => printed().length >= coordinates.length);
  expect(printed()).toEqual(coordinates);
  expect(Math.min(...scripts.map((script) => coordinatesIn(script).length))).toBeGreaterThan(0);
}, 60_000);

test('begins with what is stored and goes on with what is published, each error once, while members store', async () => {
  const group = await aGroup();
  group.watch('--headless', '--quiet');
  await group.shared(1);
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const producing = produceSlowly(group.topic, 1_200);
  await waitFor('some errors', async () => (await storedState(group.databaseUrl)).coordinates.length > 50);

  const feed = createFeed();
  const { database, found } = await openGroup(group);
  feed.preload(await storedHistory(database, found.mark.next, Date.now()));
  const before = drawnIn(feed);
  void readLive(
    { ...found, client: group.client.client, member: 'eye', from: found.mark, output: feed },
    ending.signal,
  );
  await producing;

  const all = expectedState(group.topic, 1_200).coordinates.length;
  await waitFor('all of them', () => drawnIn(feed) >= all);
  expect(before).toBeLessThan(all);
  expect(drawnIn(feed)).toBe(all);
}, 60_000);

test('tells the other terminals what a person decided in one', async () => {
  const group = await aGroup();
  const terminal = group.watch('--plain');
  await produceNumbers(aKafka(), group.topic, 0, 60);
  await waitFor('the errors', () => sum(errorsIn(terminal)) === 12);
  const { database, found } = await openGroup(group);
  const elsewhere = createLiveFeed({ ...found, client: group.client.client, member: 'elsewhere' });
  onTestFinished(() => elsewhere.close(500));
  const triage = tellingTriage(createTriage(database), elsewhere.announce);
  const [incident] = (await queryIncidents(database, { limit: 1 })).incidents;

  await triage.resolve(incident?.id ?? '', 'ada');
  await waitFor('the decision', () => terminal.stdout().includes(` RESOLVED ${incident?.service} `));
  await triage.undo('ada');

  await waitFor('its end', () => terminal.stdout().includes(` REOPENED ${incident?.service} `));
}, 60_000);

test('says that nobody runs until the first member comes, and then shows what it finds', async () => {
  const group = await aGroup();
  const observer = group.watch('--observe', '--plain');
  await waitFor('the store', () => observer.stderr().includes('Postgres is connected.'));

  await produceNumbers(aKafka(), group.topic, 0, 60);
  group.watch('--headless', '--quiet');

  await waitFor('its errors', () => sum(errorsIn(observer)) === 12);
  expect(errorsIn(observer)).toEqual(expectedState(group.topic, 60).rows);
}, 60_000);

test('ends with 3 when the store refuses while nobody has run yet', async () => {
  const group = await aGroup();
  const database = await openDatabase({ url: group.databaseUrl, poolSize: 1, name: 'test' });
  onTestFinished(() => database.close());
  const observer = startCommand(['watch', '--observe', '--plain'], { env: group.env });
  const seen = new Set<string>();
  await waitFor('a look for the first member', async () => {
    for (const { at } of await looksIn(database)) seen.add(at);
    return seen.size > 2; // two are of the start
  });

  await database.pool.query('DROP TABLE esm.position CASCADE');

  expect(await observer.ended).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('relation "esm.position" does not exist'),
  });
}, 60_000);

test('says that an observer leaves ESM_HTTP to the members', async () => {
  const { env } = await aGroup();
  const ending = new AbortController();

  const observer = startCommand(['watch', '--observe', '--plain'], {
    env: { ...env, ESM_HTTP: ':0' },
    signal: ending.signal,
  });

  await waitFor('a word', () => observer.stderr().includes('ESM_HTTP is left out: members answer HTTP'));
  ending.abort();
  expect(await observer.ended).toMatchObject({ code: 0 });
}, 60_000);

test.each([
  ['DATABASE_URL', '--observe needs the Postgres that the members of the group store in.'],
  ['REDIS_URL', '--observe needs the Redis that the members of the group publish to.'],
])('exits with 2 and says what to do when %s is missing', async (name, sentence) => {
  const env = {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
    [name]: undefined,
  };

  const { code, stderr } = await runCommand(['watch', '--observe', '--headless'], { env });

  expect(code).toBe(2);
  expect(stderr).toContain(`${sentence}\nSet ${name}`);
});

/** When connections to this database asked last what a group reads. */
async function looksIn({ pool }: Database): Promise<readonly { readonly at: string }[]> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT query_start::text AS at FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%consumer_group = $1%'`,
  );
  return rows;
}

/** Hands connections on to the first broker while it is open, at the same port each time. */
function aGate() {
  const [host = '', port] = servers().brokers.split(':');
  const server = createServer((socket) => {
    const broker = connect(Number(port), host);
    socket.pipe(broker).pipe(socket);
    socket.on('error', () => broker.destroy());
    broker.on('error', () => socket.destroy());
  });
  let at = 0;
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  onTestFinished(() => void server.close());
  return {
    async open() {
      await once(server.listen(at, '127.0.0.1'), 'listening');
      at = (server.address() as AddressInfo).port;
      return at;
    },
    close,
  };
}

/** Errors by service and level, as the lines of a terminal tell them. */
function errorsIn({ stdout }: Pick<Terminal, 'stdout'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of stdout().split('\n')) {
    const [, level, service, times] =
      /^\S+ (CRITICAL|ERROR) (service-\d) .*?(?: ×([\d,]+))?$/.exec(line) ?? [];
    if (level === undefined) continue;
    const key = `${service} ${level}`;
    counts.set(key, (counts.get(key) ?? 0) + Number(times?.replaceAll(',', '') ?? 1));
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

async function openGroup({ databaseUrl, client, topic }: AGroup) {
  const database = await openDatabase({ url: databaseUrl, poolSize: 2, name: 'test' });
  onTestFinished(() => database.close());
  const found = await findMark(database, client, topic);
  if (!found) throw new Error('The group has a position and Redis answers.');
  return { database, found };
}

async function produceSlowly(topic: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 60) await produceNumbers(aKafka(), topic, n, n + 60);
}

function drawnIn(feed: Feed): number {
  feed.refresh();
  return feed.snapshot().rows.reduce((total, { count }) => total + count, 0);
}

type Line = { readonly type: string; readonly [key: string]: unknown };

function linesOf({ stdout }: Pick<Terminal, 'stdout'>, type: string): readonly Line[] {
  const whole = stdout().slice(0, stdout().lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  return lines.map((line): Line => JSON.parse(line)).filter((line) => line.type === type);
}

function coordinatesIn(terminal: Pick<Terminal, 'stdout'>): readonly string[] {
  const lines = linesOf(terminal, 'error');
  return lines.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`).toSorted();
}
