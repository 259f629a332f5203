import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { liveKeys } from '../../src/redis/live-keys.ts';
import { createMembership } from '../../src/redis/membership.ts';
import { aRedis } from '../support/a-redis.ts';
import { aMember } from '../support/builders.ts';

const owner = { clusterId: 'cluster', group: 'group' };

test('shows everyone to everyone, the eldest first, as they were last', async () => {
  const { membership } = await aGroup();
  const young = aMember({ id: 'young', since: 2_000 });
  const old = aMember({ id: 'old', since: 1_000, partitions: [] });

  await membership.renew(young);
  await membership.renew(old);
  const seen = await membership.renew({ ...young, partitions: [{ topic: 'logs', partition: 7 }] });

  expect(seen).toEqual([old, { ...young, partitions: [{ topic: 'logs', partition: 7 }] }]);
});

test('forgets who left at once, and who fell silent after some seconds', async () => {
  const { membership, client } = await aGroup();
  for (const id of ['left', 'silent', 'here']) await membership.renew(aMember({ id }));

  await membership.leave('left');
  await client.zadd(liveKeys(owner).renewed, Date.now() - 6_000, 'silent');
  const seen = await membership.renew(aMember({ id: 'here' }));

  expect(seen.map(({ id }) => id)).toEqual(['here']);
});

test('keeps groups and clusters apart', async () => {
  const { membership, client } = await aGroup();
  const elsewhere = createMembership(client, { clusterId: 'another', group: 'group' });
  await elsewhere.renew(aMember({ id: 'there' }));

  const seen = await membership.renew(aMember({ id: 'here' }));

  expect(seen.map(({ id }) => id)).toEqual(['here']);
});

test('leaves nothing behind that does not expire', async () => {
  const { membership, client } = await aGroup();

  await membership.renew(aMember());

  const expiries = await Promise.all((await client.keys('*')).map((key) => client.ttl(key)));
  expect(expiries).toHaveLength(2);
  expect(Math.min(...expiries)).toBeGreaterThan(0);
});

async function aGroup() {
  const client = new Redis(await aRedis());
  onTestFinished(() => client.disconnect());
  return { client, membership: createMembership(client, owner) };
}
