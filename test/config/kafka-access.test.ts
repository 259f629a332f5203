import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withConfigFile } from '../../src/config/config-file.ts';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { propertyNames } from '../../src/config/kafka-properties.ts';
import { readPropertiesFile } from '../../src/config/properties-file.ts';
import { aFile } from '../support/a-file.ts';
import { anAuthority } from '../support/certificates.ts';

const now = Date.UTC(2026, 10, 23, 12);

type Flags = Parameters<typeof kafkaConfig>[0];
const config = (flags: Flags, env: { readonly [name: string]: string } = {}) => kafkaConfig(flags, env, now);

const scram = [
  'security.protocol=SASL_SSL',
  'sasl.mechanisms=SCRAM-SHA-512',
  'sasl.username=alice',
  'sasl.password=from-file',
];

test('speaks in plain text and without a login by default', () => {
  expect(config({}).access).toEqual({ tls: undefined, sasl: undefined, clientId: undefined });
});

test('reads the names of librdkafka and of Java for the same login', async () => {
  const librdkafka = await aFile(
    'client.properties',
    ['metadata.broker.list=k:1', 'client.id=me', ...scram].join('\n'),
  );
  const java = await aFile(
    'client.properties',
    [
      '# a comment',
      'bootstrap.servers = k:1',
      'client.id: me',
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\',
      '    username="alice" \\',
      '    password="from-file";',
    ].join('\n'),
  );

  const [one, other] = [config({ kafkaConfig: librdkafka }), config({ kafkaConfig: java })];

  expect(one).toMatchObject({
    brokers: ['k:1'],
    access: {
      clientId: 'me',
      sasl: { mechanism: 'scram-sha-512', username: 'alice', password: 'from-file' },
    },
  });
  expect({ ...other.access, tls: undefined }).toEqual({ ...one.access, tls: undefined });
  expect(other.brokers).toEqual(one.brokers);
});

test('lets -X win over -F, -F over the environment, and --brokers over all', async () => {
  const file = await aFile('client.properties', ['bootstrap.servers=file:1', ...scram].join('\n'));
  const env = { KAFKA_BROKERS: 'env:1', KAFKA_SASL_USERNAME: 'env', KAFKA_CLIENT_ID: 'env' };
  const flags = { kafkaConfig: file, kafkaProperty: ['sasl.username=flag=1'] };

  expect(config(flags, env)).toMatchObject({
    brokers: ['file:1'],
    access: { clientId: 'env', sasl: { username: 'flag=1', password: 'from-file' } },
  });
  expect(config({ ...flags, brokers: 'flag:1' }, env).brokers).toEqual(['flag:1']);
});

test('reads a password from the file that the environment names', async () => {
  const env = {
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_USERNAME: 'alice',
    KAFKA_SASL_PASSWORD_FILE: await aFile('client.properties', 'hidden\n'),
  };

  expect(config({}, env).access.sasl).toEqual({ mechanism: 'plain', username: 'alice', password: 'hidden' });
});

test('takes the properties of a profile, with paths from its folder', async () => {
  const ca = await anAuthority();
  const text = `kafka:\n  sasl.username: everyone\nprofiles:\n  prod:\n    kafka:\n      security.protocol: SASL_SSL\n      sasl.mechanism: PLAIN\n      sasl.username: alice\n      sasl.password: "007"\n      ssl.ca.location: ca.pem\n      bootstrap.servers: profile:1\n`;
  const path = await aFile('esm-monitor.yaml', text);
  await writeFile(join(path, '../ca.pem'), ca.cert);

  const env = await withConfigFile(
    { config: path, profile: 'prod' },
    { KAFKA_SASL_PASSWORD: 'env' },
    () => {},
  );

  expect(kafkaConfig({}, env, now)).toMatchObject({
    brokers: ['profile:1'],
    access: { sasl: { username: 'alice', password: 'env' }, tls: { trusted: join(path, '../ca.pem') } },
  });
});

test('warns of a configuration file that others can read and that holds a login', async () => {
  const path = await aFile('esm-monitor.yaml', 'kafka:\n  sasl.password: hidden\n', 0o644);
  const warnings: string[] = [];

  await withConfigFile({ config: path }, {}, (text) => warnings.push(text));

  expect(warnings).toEqual([expect.stringContaining('chmod 600')]);
});

test('names the properties that it has no use for, and their lines', async () => {
  const file = await aFile(
    'client.properties',
    'acks=all\n\nkey.serializer=a.b.C\nsasl.login.callback.handler.class=a.b.C\n',
  );

  expect(readPropertiesFile(file).unused).toEqual([
    `${file}:1: acks`,
    `${file}:3: key.serializer`,
    `${file}:4: sasl.login.callback.handler.class`,
  ]);
});

test('documents every property', async () => {
  const docs = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');

  expect(propertyNames.filter((name) => !docs.includes(name))).toEqual([]);
});
