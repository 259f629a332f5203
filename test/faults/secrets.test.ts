import { Redis } from 'ioredis';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createRandom } from '../pipeline/corpus/random.ts';
import { plantedSecrets } from '../pipeline/corpus/secrets.ts';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aRedis } from '../support/a-redis.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test('lets none of 240 planted secrets into Postgres, Redis, the JSON lines or its own log', async () => {
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

  const places = {
    Postgres: await everythingInPostgres(databaseUrl),
    Redis: await everythingInRedis(redisUrl),
    'JSON lines': monitor.stdout(),
    log: monitor.stderr(),
  };
  const found = Object.entries(places).flatMap(([place, text]) =>
    planted
      .filter(({ secret }) => piecesOf(secret).some((piece) => text.includes(piece)))
      .map(({ kind }) => `${place}: ${kind}`),
  );
  expect(places.Postgres).toContain('[REDACTED:');
  expect(places.Redis).toContain('ERROR');
  expect(found).toEqual([]);
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
