import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownSecrets } from '../../src/config/own-secrets.ts';
import { createHide, hideInError } from '../../src/hide-secrets.ts';
import { runCommand } from '../support/a-command.ts';

test('knows the secrets of the environment, as they stand there and decoded', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'own-secrets-')), 'password');
  await writeFile(file, 'from a file\n');

  const secrets = ownSecrets({
    DATABASE_URL: 'postgres://esm:p%40ssword@db/esm',
    REDIS_URL: 'redis://:redis-secret@cache',
    KAFKA_SASL_PASSWORD_FILE: file,
    KAFKA_SSL_KEY_PASSWORD: 'key-secret',
    ESM_HTTP_TOKEN: 'token-secret',
    ESM_ALERT_URL: 'https://hooks.example/services/T1/B2 https://other.example/?key=3',
    ESM_GROUP: 'no-secret',
  });

  expect(new Set(secrets)).toEqual(
    new Set([
      'p%40ssword',
      'p@ssword',
      'redis-secret',
      'from a file',
      'key-secret',
      'token-secret',
      'services/T1/B2',
      '?key=3',
    ]),
  );
});

test.for(['postgres://postgres:postgres@db/postgres', 'postgres://esm@db/esm', 'postgres://esm:esm@db/esm'])(
  'takes no ordinary word for a secret: %s',
  (url) => {
    expect(ownSecrets({ DATABASE_URL: url })).toEqual([]);
  },
);

test('knows the secrets in a properties file for -F', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'own-secrets-')), 'client.properties');
  await writeFile(
    path,
    `security.protocol=SASL_SSL
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="jaas-secret";
ssl.key.password=key-secret
`,
  );

  expect(new Set(ownSecrets({}, path))).toEqual(new Set(['jaas-secret', 'key-secret']));
  expect(ownSecrets({}, '/nowhere')).toEqual([]);
});

test('does not fail for a file that can not be read', () => {
  expect(ownSecrets({ DATABASE_URL_FILE: '/nowhere' })).toEqual([]);
});

test.for([
  { text: 'at postgres://esm:pw@db:5432/esm: no', hidden: 'at postgres://[hidden]@db:5432/esm: no' },
  { text: 'rediss://:p@w@cache', hidden: 'rediss://[hidden]@cache' },
  { text: '--brokers can\'t be "a:b@kafka:9092"', hidden: '--brokers can\'t be "[hidden]@kafka:9092"' },
  { text: 'Kafka at kafka-1:9092, kafka-2:9092: no', hidden: 'Kafka at kafka-1:9092, kafka-2:9092: no' },
  { text: 'mail to ops@example.org at 10:30', hidden: 'mail to ops@example.org at 10:30' },
  { text: 'hunter2 and hunter22', hidden: '[hidden] and [hidden]' },
])('hides in "$text"', ({ text, hidden }) => {
  expect(createHide(['hunter2', 'hunter22'])(text)).toBe(hidden);
});

test('hides in an error, its stack, its causes and whatever hangs on it', () => {
  const cause = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'hunter2' });
  const error = new AggregateError([new Error('hunter2')], 'with hunter2', { cause });

  hideInError(error, createHide(['hunter2']));

  expect([error.message, error.stack, error.errors[0].message, Object.keys(cause)].join(' ')).not.toContain(
    'hunter2',
  );
  expect(cause).toMatchObject({ code: 'ERR_INVALID_URL', message: 'Invalid URL' });
  expect(cause).not.toHaveProperty('input');
});

test.for([
  { args: ['watch', '--database-url', 'postgres://esm:hunter2@db/esm'], place: 'DATABASE_URL' },
  { args: ['watch', '--databaseUrl=postgres://esm:hunter2@db/esm'], place: 'DATABASE_URL' },
  { args: ['query', '--db_url=hunter2'], place: 'DATABASE_URL' },
  { args: ['--redis-url', 'hunter2', 'watch'], place: 'REDIS_URL' },
  { args: ['watch', '--sasl-password', 'hunter2'], place: 'KAFKA_SASL_PASSWORD' },
  { args: ['watch', '--http-token', 'hunter2'], place: 'ESM_HTTP_TOKEN' },
  { args: ['watch', '--password', 'hunter2'], place: 'DATABASE_URL' },
])('refuses the flag of $args.0 $args.1, names $place and shows no value', async ({ args, place }) => {
  const run = await runCommand(args);

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(`Set ${place}`) });
  expect(run.stderr).not.toContain('hunter2');
});
