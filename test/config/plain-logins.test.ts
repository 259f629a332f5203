import { expect, test } from 'vitest';
import { plainLogins } from '../../src/config/plain-logins.ts';
import { startCommand } from '../support/a-command.ts';
import { waitFor } from '../support/wait-for.ts';

const databaseUrl = 'postgres://esm:secret@db.example:5432/esm';
const redisUrl = 'redis://:secret@cache:6379/0';

test('warns of a password that goes to another machine in plain text, and does not show it', () => {
  const [postgres, redis, ...others] = plainLogins({ databaseUrl, redisUrl }, {});

  expect(postgres?.what).toContain('Postgres at db.example:5432 is spoken to without TLS');
  expect(redis?.what).toContain('The password of Redis at cache:6379 goes over the network');
  expect(others).toEqual([]);
  expect(JSON.stringify([postgres, redis])).not.toContain('secret');
});

test.for([
  { databaseUrl: `${databaseUrl}?sslmode=verify-full`, redisUrl: 'rediss://:secret@cache' },
  { databaseUrl: `${databaseUrl}?sslmode=disable`, redisUrl: 'redis://cache' },
  { databaseUrl: 'postgres://esm:secret@127.0.0.1/esm', redisUrl: ':secret@localhost:6379' },
  { databaseUrl: 'postgres://esm:secret@[::1]/esm', redisUrl: 'redis://:secret@[::1]' },
  { databaseUrl: 'postgres://esm@db.example/esm', redisUrl: '/run/redis.sock' },
  { databaseUrl: 'postgres://esm:secret@/esm?host=/run/postgresql', redisUrl: undefined },
  { databaseUrl: undefined, redisUrl: undefined },
])('says nothing of $databaseUrl and $redisUrl', (addresses) => {
  expect(plainLogins(addresses, {})).toEqual([]);
});

test('says nothing of Postgres where PGSSLMODE speaks for it', () => {
  expect(plainLogins({ databaseUrl, redisUrl: undefined }, { PGSSLMODE: 'require' })).toEqual([]);
});

test('tells it when watching, before anything is sent', async () => {
  const ending = new AbortController();
  const watching = startCommand(['watch', '--headless'], {
    env: { DATABASE_URL: 'postgres://esm:secret@192.0.2.1/esm', REDIS_URL: 'redis://:secret@192.0.2.1' },
    signal: ending.signal,
  });

  await waitFor('the warning', () => watching.stderr().includes('goes over the network in plain text'));
  ending.abort();

  expect(watching.stderr()).toContain('Postgres at 192.0.2.1 is spoken to without TLS');
  expect(await watching.ended).toMatchObject({ code: 0 });
});
