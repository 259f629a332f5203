import { expect, test } from 'vitest';
import { withConfigFile } from '../../src/config/config-file.ts';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { openTls, readKeyMaterial } from '../../src/tls/open-tls.ts';
import { runCommand } from '../support/a-command.ts';
import { aFile } from '../support/a-file.ts';
import { anAuthority } from '../support/certificates.ts';

const now = Date.UTC(2026, 10, 23, 12);

type Flags = Parameters<typeof kafkaConfig>[0];
const config = (flags: Flags, env: { readonly [name: string]: string } = {}) => kafkaConfig(flags, env, now);

type Variables = { readonly [name: string]: string };
const tls = (more: Variables): Variables => ({ KAFKA_SECURITY_PROTOCOL: 'SSL', ...more });
const login = (mechanism: string, more: Variables = {}): Variables => ({
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: mechanism,
  ...more,
});

test.for([
  { text: 'kafka: on\n', says: ':1: kafka takes properties' },
  { text: 'kafka:\n  sasl.pasword: hunter2\n', says: ':2: kafka: there is no property "sasl.pasword"' },
  { text: 'kafka:\n  sasl.password: [hunter2]\n', says: ':2: kafka: sasl.password takes a value' },
  { text: 'kafka:\n  sasl.jaas.config: hunter2\n', says: ":2: sasl.jaas.config can't be read" },
])('refuses a wrong property of the configuration file: $says', async ({ text, says }) => {
  const path = await aFile('esm-monitor.yaml', text);

  const failure = withConfigFile({ config: path }, {}, () => {});

  await expect(failure).rejects.toThrow(`${path}${says}`);
  await expect(failure).rejects.not.toThrow(/hunter2/);
});

test('refuses properties that would make the connection safer and that it does not know, all at once', async () => {
  const file = await aFile(
    'client.properties',
    'ssl.crl.location=/crl\nacks=all\nssl.enabled.protocols=TLSv1.3\nsasl.jaas.config=hunter2\n',
  );

  const reading = () => config({ kafkaConfig: file });

  expect(reading).toThrow(/:1: ssl\.crl\.location is not supported\n.*:3: ssl\.enabled.*\n.*:4: sasl\.jaas/);
  expect(reading).not.toThrow(/hunter2/);
});

test.for<{ readonly env: Variables; readonly says: string }>([
  {
    env: { KAFKA_SECURITY_PROTOCOL: 'TLS' },
    says: 'security.protocol can\'t be "TLS" (KAFKA_SECURITY_PROTOCOL)',
  },
  { env: { KAFKA_SSL_CA: '/ca.pem' }, says: 'KAFKA_SSL_CA is set and the connection would be in plain text' },
  { env: { KAFKA_SASL_PASSWORD: 'hunter2' }, says: 'KAFKA_SASL_PASSWORD is set and the connection would be' },
  { env: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, says: 'A login needs a mechanism' },
  {
    env: login('GSSAPI'),
    says: 'sasl.mechanism can\'t be "GSSAPI"',
  },
  {
    env: login('PLAIN'),
    says: 'This login needs sasl.username',
  },
  {
    env: login('OAUTHBEARER'),
    says: 'needs sasl.oauthbearer.token.endpoint.url',
  },
  {
    env: login('OAUTHBEARER', { KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: 'http://tokens.example/' }),
    says: 'is no address of HTTPS or of a file',
  },
  {
    env: tls({ KAFKA_SSL_CA: '/nowhere.pem' }),
    says: 'KAFKA_SSL_CA names /nowhere.pem',
  },
  {
    env: tls({ KAFKA_SSL_CA_PEM: 'hunter2' }),
    says: 'KAFKA_SSL_CA_PEM holds no certificate',
  },
  {
    env: tls({ KAFKA_SSL_TRUSTSTORE_TYPE: 'JKS' }),
    says: 'a truststore of the type JKS',
  },
  {
    env: tls({ KAFKA_ENABLE_SSL_CERTIFICATE_VERIFICATION: 'false' }),
    says: "asks not to verify the brokers' certificates",
  },
  {
    env: tls({ KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: 'dns' }),
    says: 'ssl.endpoint.identification.algorithm can\'t be "dns"',
  },
])('refuses $says', ({ env, says }) => {
  const asking = () => config({}, env);

  expect(asking).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(says) }));
  expect(asking).not.toThrow(/hunter2/);
});

test.for([
  { password: undefined, says: 'the password is wrong or missing' },
  { password: 'wrong', says: 'the password is wrong or missing' },
])('says what is wrong with a key of the password $password', async ({ password, says }) => {
  const own = await (await anAuthority()).sign('me', { passphrase: 'right' });
  const env = tls({
    KAFKA_SSL_CERTIFICATE_LOCATION: own.certFile,
    KAFKA_SSL_KEY_LOCATION: own.keyFile,
    ...(password !== undefined && { KAFKA_SSL_KEY_PASSWORD: password }),
  });

  expect(() => config({}, env)).toThrow(`${own.keyFile} can't be used: ${says}`);
});

test('names the password also where a wrong one makes something of the key', async () => {
  const own = await (await anAuthority()).sign('me', { passphrase: 'right' });
  const materials = {
    ca: readKeyMaterial(own.certFile, 'ca'), // those of the system take long to load
    certificate: readKeyMaterial(own.certFile, 'certificate'),
    key: readKeyMaterial(own.keyFile, 'key'),
  };

  // One of 256 passwords does; the others are refused at once.
  for (let i = 0; i < 1_000; i++) {
    const opening = () => openTls({ ...materials, password: `wrong ${i}`, checksHost: true });
    expect(opening).toThrow(/the password is wrong or missing/);
  }
});

test('says that a key does not belong to its certificate', async () => {
  const ca = await anAuthority();
  const [one, other] = [await ca.sign('one'), await ca.sign('other')];
  const env = tls({
    KAFKA_SSL_CERTIFICATE_LOCATION: one.certFile,
    KAFKA_SSL_KEY_LOCATION: other.keyFile,
  });

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
