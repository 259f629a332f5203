import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { kafkaConfig } from '../../src/config/kafka-config.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { runCommand } from '../support/a-command.ts';
import { aDatabase } from '../support/a-database.ts';
import { aFile } from '../support/a-file.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import {
  brokerPassword,
  javaText,
  propertyText,
  type SecureKafka,
  startSecureKafka,
} from '../support/a-secure-kafka.ts';
import { waitFor } from '../support/wait-for.ts';

type Env = { readonly [name: string]: string };

let kafka: SecureKafka;
beforeAll(async () => {
  kafka = await startSecureKafka();
});
afterAll(() => kafka?.stop());

/** Connects as every command does; resolves to the cluster's id. */
async function reach(
  door: keyof SecureKafka['doors'],
  env: Env,
  flags: { readonly kafkaConfig?: string } = {},
) {
  const { brokers, access } = kafkaConfig({ brokers: kafka.doors[door], ...flags }, env, Date.now());
  const cluster = await connectCluster(
    createKafka({ brokers, access, clientId: 'test', retries: 1 }),
    brokers,
  );
  try {
    return await cluster.id();
  } finally {
    await cluster.close();
  }
}

const tls = () => ({ KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_LOCATION: kafka.ca.certFile });
const login = (mechanism: string, password = brokerPassword) => ({
  ...tls(),
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: 'alice',
  KAFKA_SASL_PASSWORD: password,
});

const clusterId = expect.stringMatching(/^[\w-]{22}$/);

test('speaks TLS with a broker whose certificate a CA of ours has signed', async () => {
  expect(await reach('tls', tls())).toEqual(clusterId);
});

test('takes the CA under its short name, and as a text', async () => {
  const short = { KAFKA_SECURITY_PROTOCOL: 'ssl', KAFKA_SSL_CA: kafka.ca.certFile };
  const text = { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_PEM: kafka.ca.cert };

  expect([await reach('tls', short), await reach('tls', text)]).toEqual([clusterId, clusterId]);
});

test('refuses the certificate of a CA that it does not know, and names ours', async () => {
  const env = { ...tls(), KAFKA_SSL_CA_LOCATION: kafka.otherCa.certFile };

  await expect(reach('tls', env)).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    exitCode: 3,
    message: `Kafka can't be used: ${kafka.doors.tls} shows a certificate that was not signed by ${kafka.otherCa.certFile}. Name the file of the CA that signed it with KAFKA_SSL_CA_LOCATION (ssl.ca.location), if you trust it.`,
  });
});

test('trusts the CAs of the system where none is named, and these did not sign it', async () => {
  await expect(reach('tls', { KAFKA_SECURITY_PROTOCOL: 'SSL' })).rejects.toThrow(
    /was not signed by the CAs that this system trusts/,
  );
});

test('refuses a certificate that has expired', async () => {
  await expect(reach('expired', tls())).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringContaining(`${kafka.doors.expired} shows a certificate that has expired`),
  });
});

test('refuses a certificate of another host, and says of which', async () => {
  await expect(reach('otherHost', tls())).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringMatching(/shows a certificate that is not for 127\.0\.0\.1/),
  });
});

test('lets the host be another one where the properties say so, in both ways of saying it', async () => {
  const off = { ...tls(), KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: 'none' };
  const java = await aFile('client.properties', 'ssl.endpoint.identification.algorithm=\n');

  expect(await reach('otherHost', off)).toEqual(clusterId);
  expect(await reach('otherHost', tls(), { kafkaConfig: java })).toEqual(clusterId);
});

test('shows a certificate of its own where the broker wants one, and is refused without', async () => {
  const own = await kafka.ca.sign('monitor', { passphrase: 'hidden' });
  const env = {
    ...tls(),
    KAFKA_SSL_CERTIFICATE_LOCATION: own.certFile,
    KAFKA_SSL_KEY_LOCATION: own.keyFile,
    KAFKA_SSL_KEY_PASSWORD: 'hidden',
  };

  expect(await reach('mutual', env)).toEqual(clusterId);
  await expect(reach('mutual', tls())).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringContaining('refuses the certificate of this client, or wants one'),
  });
});

test.for(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])('logs in by %s over TLS', async (mechanism) => {
  expect(await reach('login', login(mechanism))).toEqual(clusterId);
});

test.for(['PLAIN', 'SCRAM-SHA-256'])('says that a wrong password is refused, by %s', async (mechanism) => {
  await expect(reach('login', login(mechanism, 'hunter2'))).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringMatching(/refuses the login: (?!.*hunter2)/),
    hint: expect.stringContaining('KAFKA_SASL_PASSWORD'),
  });
});

test('says that the broker has no such mechanism', async () => {
  const env = { ...login('SCRAM-SHA-256'), KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' };

  await expect(reach('openLogin', env)).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringMatching(/refuses the login: .*mechanism/),
  });
});

test('logs in without TLS at a broker of this machine', async () => {
  expect(await reach('openLogin', { ...login('PLAIN'), KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' })).toEqual(
    clusterId,
  );
});

const token = `${base64({ alg: 'none' })}.${base64({ sub: 'alice', iat: 1, exp: 4102444800 })}.`;

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const oauth = () => ({ ...tls(), KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'OAUTHBEARER' });

test('logs in by a token out of a file', async () => {
  const file = await aFile('token', `${token}\n`);

  expect(
    await reach('login', { ...oauth(), KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: `file://${file}` }),
  ).toEqual(clusterId);
});

test('logs in by a token that a command prints, and shows nothing of one that fails', async () => {
  const command = (text: string) => ({ ...oauth(), KAFKA_SASL_OAUTHBEARER_TOKEN_COMMAND: text });

  expect(await reach('login', command(`printf %s '${token}'`))).toEqual(clusterId);
  await expect(reach('login', command('echo hunter2; echo hunter2 >&2; exit 7'))).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: 'The command of sasl.oauthbearer.token.command failed with code 7.',
  });
});

test('logs in by client credentials, and asks for one token for several connections', async () => {
  const asked: string[] = [];
  const endpoint = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body) => asked.push(`${request.headers.authorization} ${body}`));
    request.on('end', () => response.end(JSON.stringify({ access_token: token, expires_in: 300 })));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void endpoint.close());
  const file = await aFile(
    'client.properties',
    [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=OAUTHBEARER',
      'sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler',
      `sasl.oauthbearer.token.endpoint.url=http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/token`,
      'sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required \\',
      '  clientId="monitor" clientSecret="hidden" scope="logs";',
    ].join('\n'),
  );
  const { brokers, access } = kafkaConfig(
    { brokers: kafka.doors.login, kafkaConfig: file },
    { KAFKA_SSL_CA: kafka.ca.certFile },
    Date.now(),
  );
  const client = createKafka({ brokers, access, clientId: 'test' });

  await (await connectCluster(client, brokers)).close();
  await (await connectCluster(client, brokers)).close();

  const credentials = Buffer.from('monitor:hidden').toString('base64');
  expect(asked).toEqual([`Basic ${credentials} grant_type=client_credentials&scope=logs`]);
});

test('says what a port without TLS, and a port with it, are not', async () => {
  await expect(reach('plain', tls())).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: expect.stringContaining(`${kafka.doors.plain} speaks no TLS on that port`),
  });
  await expect(reach('tls', {})).rejects.toMatchObject({
    hint: expect.stringContaining('KAFKA_SECURITY_PROTOCOL'),
  });
});

test('reads, explains, replays and watches through a client.properties in Java names', async () => {
  const topic = 'secured';
  const admin = createKafka({ brokers: [kafka.doors.plain], clientId: 'test' });
  const [topics, producer] = [admin.admin(), admin.producer()];
  await topics.connect();
  await topics.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await topics.disconnect();
  await producer.connect();
  await producer.send({ topic, messages: [{ value: '{"level":"ERROR","message":"over TLS"}' }] });
  await producer.disconnect();
  const jaas = `org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="${javaText(brokerPassword)}";`;
  const file = await aFile(
    'client.properties',
    [
      `bootstrap.servers=${kafka.doors.login}`,
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${propertyText(jaas)}`,
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${kafka.ca.certFile}`,
      'fetch.min.bytes=1',
    ].join('\n'),
  );
  const env = { DATABASE_URL: await aDatabase() };
  const way = ['-F', file, '--topics', topic];

  const watching = runMonitorProcess(['watch', '--headless', '--from', 'earliest', ...way], env);
  await waitFor(
    'the error',
    () => watching.stdout().includes('over TLS') || watching.process.exitCode !== null,
  );
  expect(await watching.end()).toBe(0);
  expect(watching.stderr()).toContain(`${file}:7: fetch.min.bytes is not used`);
  const runs = [
    await runCommand(['doctor', ...way], { env }),
    await runCommand(['doctor', '--dry-run', ...way], { env }),
    await runCommand(['explain', '-F', file, '--topic', topic, '--partition', '0', '--offset', '0'], { env }),
    await runCommand(['replay', '--to', 'earliest', '--print', ...way], { env }),
  ];

  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(runs[0]?.stdout).toContain(kafka.doors.login);
  expect(runs.slice(1).map(({ stdout }) => stdout.includes('over TLS'))).toEqual([true, true, true]);
});

test('ends a watch with code 3 and one sentence when the certificate is not to be trusted', async () => {
  const env = { ...tls(), KAFKA_SSL_CA: '', KAFKA_SSL_CA_LOCATION: kafka.otherCa.certFile };

  const run = await runCommand(['watch', '--headless', '--brokers', kafka.doors.tls], {
    env: { ...env, DATABASE_URL: await aDatabase() },
  });

  expect(run).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(`was not signed by ${kafka.otherCa.certFile}`),
  });
});
