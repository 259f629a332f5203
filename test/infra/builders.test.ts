import { Redis } from 'ioredis';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { aRedis } from '../support/a-redis.ts';
import { aKafka, aTopic, produce } from '../support/a-topic.ts';

test('gives each test a topic of its own', async () => {
  const [one, other] = [await aTopic(3), await aTopic()];

  await produce(one, [{ value: 'a', partition: 2 }]);
  const admin = aKafka().admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(one);
  const untouched = await admin.fetchTopicOffsets(other);
  await admin.disconnect();

  expect(offsets.map(({ partition, high }) => [partition, high]).sort()).toEqual([
    [0, '0'],
    [1, '0'],
    [2, '1'],
  ]);
  expect(untouched).toMatchObject([{ partition: 0, high: '0' }]);
});

test('gives each test an empty database and an empty Redis', async () => {
  const [one, other] = [await aDatabase(), await aDatabase()];
  const client = new Client({ connectionString: one });
  await client.connect();
  const tables = await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`);
  await client.end();
  const redis = new Redis(await aRedis());
  await redis.set('mine', '1');
  const otherRedis = new Redis(await aRedis());
  const keys = await otherRedis.dbsize();
  redis.disconnect();
  otherRedis.disconnect();

  expect(one).not.toBe(other);
  expect(tables.rowCount).toBe(0);
  expect(keys).toBe(0);
});
