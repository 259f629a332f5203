import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withConfigFile } from '../../src/config/config-file.ts';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { propertyNames } from '../../src/config/kafka-properties.ts';
import { readPropertiesFile } from '../../src/config/properties-file.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { runCommand } from '../support/a-command.ts';
import { anAuthority } from '../support/certificates.ts';

const now = Date.UTC(2026, 10, 23, 12);

async function aFile(text: string, name = 'client.properties'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'kafka-access-')), name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

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
  const librdkafka = await aFile(['metadata.broker.list=k:1', 'client.id=me', ...scram].join('\n'));
  const java = await aFile(
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
  const file = await aFile(['bootstrap.servers=file:1', ...scram].join('\n'));
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
    KAFKA_SASL_PASSWORD_FILE: await aFile('hidden\n'),
  };

  expect(config({}, env).access.sasl).toEqual({ mechanism: 'plain', username: 'alice', password: 'hidden' });
});

test('takes the properties of a profile, with paths from its folder', async () => {
  const ca = await anAuthority();
  const text = `kafka:\n  sasl.username: everyone\nprofiles:\n  prod:\n    kafka:\n      security.protocol: SASL_SSL\n      sasl.mechanism: PLAIN\n      sasl.username: alice\n      sasl.password: "007"\n      ssl.ca.location: ca.pem\n      bootstrap.servers: profile:1\n`;
  const path = await aFile(text, 'esm-monitor.yaml');
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

test.for([
  { text: 'kafka: on\n', says: ':1: kafka takes properties' },
  { text: 'kafka:\n  sasl.pasword: hunter2\n', says: ':2: kafka: there is no property "sasl.pasword"' },
  { text: 'kafka:\n  sasl.password: [hunter2]\n', says: ':2: kafka: sasl.password takes a value' },
  { text: 'kafka:\n  sasl.jaas.config: hunter2\n', says: ":2: sasl.jaas.config can't be read" },
])('refuses a wrong property of the configuration file: $says', async ({ text, says }) => {
  const path = await aFile(text, 'esm-monitor.yaml');

  const failure = withConfigFile({ config: path }, {}, () => {});

  await expect(failure).rejects.toThrow(`${path}${says}`);
  await expect(failure).rejects.not.toThrow(/hunter2/);
});

test('warns of a configuration file that others can read and that holds a login', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'kafka-access-')), 'esm-monitor.yaml');
  await writeFile(path, 'kafka:\n  sasl.password: hidden\n', { mode: 0o644 });
  const warnings: string[] = [];

  await withConfigFile({ config: path }, {}, (text) => warnings.push(text));

  expect(warnings).toEqual([expect.stringContaining('chmod 600')]);
});

test('names the properties that it has no use for, and their lines', async () => {
  const file = await aFile('acks=all\n\nkey.serializer=a.b.C\nsasl.login.callback.handler.class=a.b.C\n');

  expect(readPropertiesFile(file).unused).toEqual([
    `${file}:1: acks`,
    `${file}:3: key.serializer`,
    `${file}:4: sasl.login.callback.handler.class`,
  ]);
});

test('refuses properties that would make the connection safer and that it does not know, all at once', async () => {
  const file = await aFile(
    'ssl.crl.location=/crl\nacks=all\nssl.enabled.protocols=TLSv1.3\nsasl.jaas.config=hunter2\n',
  );

  const reading = () => config({ kafkaConfig: file });

  expect(reading).toThrow(/:1: ssl\.crl\.location is not supported\n.*:3: ssl\.enabled.*\n.*:4: sasl\.jaas/);
  expect(reading).not.toThrow(/hunter2/);
});

test.for([
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'TLS' },
    says: 'security.protocol can\'t be "TLS" (KAFKA_SECURITY_PROTOCOL)',
  },
  { env: { KAFKA_SSL_CA: '/ca.pem' }, says: 'KAFKA_SSL_CA is set and the connection would be in plain text' },
  { env: { KAFKA_SASL_PASSWORD: 'hunter2' }, says: 'KAFKA_SASL_PASSWORD is set and the connection would be' },
  { env: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, says: 'A login needs a mechanism' },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'GSSAPI' },
    says: 'sasl.mechanism can\'t be "GSSAPI"',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'PLAIN' },
    says: 'This login needs sasl.username',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'OAUTHBEARER' },
    says: 'needs sasl.oauthbearer.token.endpoint.url',
  },
  {
    env: {
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: 'http://tokens.example/',
    },
    says: 'is no address of HTTPS or of a file',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA: '/nowhere.pem' },
    says: 'KAFKA_SSL_CA names /nowhere.pem',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_PEM: 'hunter2' },
    says: 'KAFKA_SSL_CA_PEM holds no certificate',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_TRUSTSTORE_TYPE: 'JKS' },
    says: 'a truststore of the type JKS',
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_ENABLE_SSL_CERTIFICATE_VERIFICATION: 'false' },
    says: "asks not to verify the brokers' certificates",
  },
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: 'dns' },
    says: 'ssl.endpoint.identification.algorithm can\'t be "dns"',
  },
])('refuses $says', ({ env, says }) => {
  const asking = () => config({}, env as unknown as { readonly [name: string]: string });

  expect(asking).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(says) }));
  expect(asking).not.toThrow(/hunter2/);
});

test.for([
  { password: undefined, says: 'the password is wrong or missing' },
  { password: 'wrong', says: 'the password is wrong or missing' },
])('says what is wrong with a key of the password $password', async ({ password, says }) => {
  const own = await (await anAuthority()).sign('me', { passphrase: 'right' });
  const env = {
    KAFKA_SECURITY_PROTOCOL: 'SSL',
    KAFKA_SSL_CERTIFICATE_LOCATION: own.certFile,
    KAFKA_SSL_KEY_LOCATION: own.keyFile,
    ...(password !== undefined && { KAFKA_SSL_KEY_PASSWORD: password }),
  };

  expect(() => config({}, env)).toThrow(`${own.keyFile} can't be used: ${says}`);
});

test('says that a key does not belong to its certificate', async () => {
  const ca = await anAuthority();
  const [one, other] = [await ca.sign('one'), await ca.sign('other')];
  const env = {
    KAFKA_SECURITY_PROTOCOL: 'SSL',
    KAFKA_SSL_CERTIFICATE_LOCATION: one.certFile,
    KAFKA_SSL_KEY_LOCATION: other.keyFile,
  };

  expect(() => config({}, env)).toThrow('the key does not belong to the certificate');
});

test('sends no password over an open network: not to a broker that is named', () => {
  const env = {
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
    KAFKA_SASL_USERNAME: 'alice',
    KAFKA_SASL_PASSWORD: 'hidden',
  };

  expect(config({ brokers: 'localhost:1,[::1]:2,127.0.0.9:3' }, env).access.sasl).toBeDefined();
  expect(() => config({ brokers: 'localhost:1,kafka:2' }, env)).toThrow('A login at kafka:2 without TLS');
});

test('sends no password over an open network: not to a broker that Kafka names', async () => {
  const sasl = { mechanism: 'plain', username: 'alice', password: 'hidden' } as const;
  const access = { tls: undefined, sasl, clientId: undefined };
  const brokers = ['kafka-7:9092'];
  const kafka = createKafka({ brokers, access, clientId: 'test', retries: 0 });

  await expect(connectCluster(kafka, brokers)).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringMatching(
      /^Kafka can't be used: a login at kafka-7:9092 without TLS .* SASL_SSL\.$/,
    ),
    hint: 'docs/security.md tells how to connect securely.',
  });
});

test.for([
  { property: 'sasl.password=hunter2', says: 'sasl.password holds a secret' },
  { property: 'sasl.jaas.config=hunter2', says: 'sasl.jaas.config holds a secret' },
  { property: 'ssl.key.password=hunter2', says: 'ssl.key.password holds a secret' },
  { property: 'fetch.min.bytes=1', says: '-X knows no "fetch.min.bytes"' },
  { property: 'hunter2', says: '-X takes name=value' },
])('refuses a flag and shows no secret: $says', async ({ property, says }) => {
  const run = await runCommand(['doctor', '-X', property]);

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
  expect(run.stderr).not.toContain('hunter2');
});

test('documents every property', async () => {
  const docs = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');

  expect(propertyNames.filter((name) => !docs.includes(name))).toEqual([]);
});
