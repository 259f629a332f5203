import { Redis } from 'ioredis';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createRandom } from '../pipeline/corpus/random.ts';
import { plantedSecrets } from '../pipeline/corpus/secrets.ts';
import { runCommand } from '../support/a-command.ts';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aRedis } from '../support/a-redis.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { storedPositions, storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { record } from './support/row.ts';
import { patienceMs } from './support/size.ts';

test('F14 lets none of 240 planted secrets into Postgres, Redis, lines for people or programs, or its own log', {
  timeout: patienceMs,
}, async (context) => {
  const planted = plantedSecrets(createRandom(3));
  const topic = await aTopic();
  const [databaseUrl, redisUrl] = [await aDatabase(), await aRedis()];
  const broken = (text: string) => JSON.stringify({ level: 'ERROR', message: text }).slice(0, -3);
  await produce(
    topic,
    planted.flatMap(({ text }) => [
      JSON.stringify({ level: 'ERROR', service: text, message: text, host: text, extra: { deep: [text] } }),
      JSON.stringify({
        level: 'ERROR',
        exception: `Traceback (most recent call last):\nValueError: ${text}`,
      }),
      `2026-11-23 10:15:02,118 - auth - ERROR - ${text}`,
      broken(text),
      JSON.stringify({ level: 'INFO', service: text, message: 'nothing' }),
    ]),
  );

  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const args = ['--topics', topic, '--group', topic, '--from', 'earliest', '--stats-every', '1s'];
  const monitor = runMonitorProcess(['watch', '--headless', ...args], env);
  await waitFor('all records', () => monitor.stdout().includes(`"records":${planted.length * 5},`), 30_000);
  await monitor.end();
  const group = `${topic}-2`;
  const plain = runMonitorProcess(
    ['watch', '--plain', ...args.slice(0, 2), '--group', group, '--from', 'earliest'],
    env,
  );
  await waitFor(
    'all records again',
    async () => (await storedPositions(databaseUrl, group)).get(`${topic}/0`) === BigInt(planted.length * 5),
    30_000,
  );
  await plain.end();

  const places = {
    Postgres: await everythingInPostgres(databaseUrl),
    Redis: await everythingInRedis(redisUrl),
    'JSON lines': monitor.stdout(),
    'plain lines': plain.stdout() + plain.stderr(),
    log: monitor.stderr(),
  };
  const found = Object.entries(places).flatMap(([place, text]) =>
    planted
      .filter(({ secret }) => piecesOf(secret).some((piece) => text.includes(piece)))
      .map(({ kind }) => `${place}: ${kind}`),
  );
  record(context, {
    ...{ id: 'F14', fault: 'secrets of 12 kinds', load: `${planted.length * 5} records` },
    seen: `${found.length} found in Postgres, Redis, plain and JSON lines and the log`,
  });
  expect(places.Postgres).toContain('[REDACTED:');
  expect(places.Redis).toContain('ERROR');
  expect(places['plain lines']).toContain('[REDACTED:');
  expect(found).toEqual([]);
});

const sql = [
  "'; DROP TABLE esm.error; --",
  "x' OR '1'='1",
  '"; DELETE FROM esm.total; --',
  "\\'; TRUNCATE esm.position; --",
  '$1',
  '{"a":"}\'::jsonb; DROP SCHEMA esm CASCADE; --"}',
  '%_%',
];

test('F14 takes SQL for text, in every field of a record and in every flag', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const records = sql.flatMap((text) => [
    { level: 'ERROR', service: text, logger: text, message: text, host: text, exception: text, [text]: text },
    { level: text, service: text, message: text, trace_id: text },
  ]);
  await produce(
    world.topic,
    records.map((fields) => JSON.stringify(fields)),
  );
  const member = world.member();
  await untilRead(world);
  await member.end();
  const before = await storedState(world.databaseUrl);

  const { env, topic } = world;
  const asked = sql.flatMap((text) => [
    ['query', '--service', text],
    ['query', '--level', text],
    ['query', '--filter', `message:"${text}"`],
    ['query', '--filter', text],
    ['query', '--cursor', text],
    ['query', 'incidents', '--service', text],
    ['query', 'incidents', '--sort', text],
    ['query', 'incident', text],
    ['query', 'timeline', '--service', text],
    ['resolve', text, '--note', text],
    ['replay', '--to', text, '--group', text, '--topics', topic, '--yes'],
  ]);
  const codes: number[] = [];
  for (const args of asked) codes.push((await runCommand(args, { env })).code);
  const codesOf = (flag: string) =>
    codes.filter((_, i) => asked[i]?.includes(flag) && asked[i][0] === 'query');

  const after = await storedState(world.databaseUrl);
  record(context, {
    ...{
      id: 'F14',
      fault: 'SQL in every field and flag',
      load: `${records.length} records, ${asked.length} commands`,
    },
    seen: `exit codes ${[...new Set(codes)].toSorted().join(', ')}`,
  });
  expect(codes.filter((code) => ![0, 2].includes(code))).toEqual([]);
  expect(codesOf('--service')).toEqual(sql.flatMap(() => [0, 0, 0])); // they reached Postgres
  expect(before.rows.size).toBeGreaterThan(0);
  expect(after).toEqual(before);
});

/** Parts that would give a secret away, as they stand in JSON and in Postgres's own quoting. */
function piecesOf(secret: string): readonly string[] {
  return secret.split(/[\n:"\\]/).filter((piece) => piece.length > 6);
}

async function everythingInPostgres(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = [
      'error',
      'dead_letter',
      'incident',
      'fingerprint',
      'total',
      'minute',
      'incident_count',
      'log',
    ];
    const texts: string[] = [];
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM esm.${table} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

async function everythingInRedis(url: string): Promise<string> {
  const client = new Redis(url);
  try {
    const values = await Promise.all(
      (await client.keys('*')).map(async (key) => {
        const type = await client.type(key);
        if (type === 'hash') return [key, JSON.stringify(await client.hgetall(key))];
        if (type === 'set') return [key, JSON.stringify(await client.smembers(key))];
        return [
          key,
          type === 'stream' ? JSON.stringify(await client.xrange(key, '-', '+')) : await client.get(key),
        ];
      }),
    );
    return values.flat().join('\n');
  } finally {
    client.disconnect();
  }
}
