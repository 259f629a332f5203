import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { storeConfig } from '../../src/config/store-config.ts';
import { connectRedis } from '../../src/redis/connect.ts';
import { runCommand } from '../support/a-command.ts';
import { aRedis } from '../support/a-redis.ts';
import { anAuthority, type Certificate } from '../support/certificates.ts';

/**
 * Puts TLS in front of the run's Redis and answers the address of a database behind it. The redis-server that the tests
 * fetch is built without TLS of its own; what the client sees is the same.
 */
async function aSecureRedis({ cert, key }: Certificate): Promise<string> {
  const url = new URL(await aRedis());
  const tunnel = createServer({ cert, key }, (socket) => {
    const inner = connect(Number(url.port || 6379), url.hostname);
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  tunnel.on('tlsClientError', () => {}); // a client that refuses the certificate
  await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void tunnel.close());
  return `rediss://127.0.0.1:${(tunnel.address() as AddressInfo).port}${url.pathname}`;
}

/** The first that a connection tells of itself. */
async function firstWord(url: string): Promise<string> {
  const told = Promise.withResolvers<string>();
  const connection = await connectRedis(url, 'test', (state, detail) => told.resolve(detail ?? state));
  try {
    const word = await told.promise;
    if (word === 'up') expect(await connection.client.ping()).toBe('PONG');
    return word;
  } finally {
    connection.close();
  }
}

/** The address as the configuration makes it. */
function configured(url: string, caFile: string): string {
  return storeConfig({}, { REDIS_URL: url, REDIS_TLS_CA: caFile }).redisUrl ?? '';
}

test('speaks TLS with a server whose certificate the CA of REDIS_TLS_CA has signed', async () => {
  const ca = await anAuthority();
  const url = await aSecureRedis(await ca.sign('redis'));

  expect(await firstWord(configured(url, ca.certFile))).toBe('up');
  expect(await firstWord(`${url}?sslrootcert=${ca.certFile}`)).toBe('up');
});

test('refuses a CA that it does not know, an expired certificate and one of another host', async () => {
  const [ca, otherCa] = await Promise.all([anAuthority(), anAuthority('Other CA')]);
  const good = await aSecureRedis(await ca.sign('redis'));
  const expired = await aSecureRedis(await ca.sign('expired', { expired: true }));
  const otherHost = await aSecureRedis(await ca.sign('other', { hosts: ['cache.example'] }));

  expect(await firstWord(configured(good, otherCa.certFile))).toMatch(
    `shows a certificate that was not signed by ${otherCa.certFile}. Name the file of the CA that signed it with REDIS_TLS_CA`,
  );
  expect(await firstWord(good)).toContain('was not signed by the CAs that this system trusts');
  expect(await firstWord(configured(expired, ca.certFile))).toContain('shows a certificate that has expired');
  expect(await firstWord(configured(otherHost, ca.certFile))).toContain(
    'a certificate that is not for 127.0.0.1',
  );
});

test('has doctor say so, and goes on without Redis', async () => {
  const [ca, otherCa] = await Promise.all([anAuthority(), anAuthority('Other CA')]);
  const url = await aSecureRedis(await ca.sign('redis'));
  const env = { REDIS_URL: url, REDIS_TLS_CA: otherCa.certFile, DATABASE_URL: 'postgres://127.0.0.1:1/x' };

  const run = await runCommand(['doctor', '--json', '--brokers', '127.0.0.1:1'], { env });

  const redis = run.stdout.split('\n').find((line) => line.includes('"check":"Redis"'));
  expect(redis).toContain('"verdict":"warn"');
  expect(redis).toContain(`was not signed by ${otherCa.certFile}`);
});

test('refuses a CA that can not be read, before it connects', async () => {
  const url = configured('rediss://user:hunter2@cache:6380', '/nowhere.pem');

  await expect(connectRedis(url, 'test', () => {})).rejects.toThrow(
    expect.objectContaining({
      code: 'CONFIG',
      message: expect.stringMatching(/REDIS_TLS_CA.*\/nowhere\.pem(?!.*hunter2)/),
    }),
  );
});

test('leaves an address without TLS as it is', () => {
  expect(configured('redis://cache:6379/1', '/nowhere.pem')).toBe('redis://cache:6379/1');
});

test.for(['redis://:hunter2@cache:port', 'cache:hunter2'])(
  'refuses what is no address of Redis, and does not repeat it: %#',
  async (url) => {
    await expect(connectRedis(url, 'test', () => {})).rejects.toThrow(
      expect.objectContaining({ code: 'CONFIG', message: 'REDIS_URL is no address of Redis.' }),
    );
  },
);
