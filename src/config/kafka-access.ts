import { MonitorError } from '../errors.ts';
import { isLoopback } from '../is-loopback.ts';
import type { KafkaAccess, SaslLogin, TokenSource } from '../kafka/access.ts';
import { type KeyMaterial, openTls, readKeyMaterial, type Tls } from '../tls/open-tls.ts';
import { environmentNames, type Properties, type Property, type PropertyName } from './kafka-properties.ts';

/** How to set a property, for the end of a hint. */
function howTo(name: PropertyName): string {
  return `${environmentNames(name)[0]}, or ${name} in a file for -F`;
}

/**
 * Makes the way in out of a client's properties.
 *
 * Nothing is weakened in silence: what asks for TLS or a login without saying so in `security.protocol` is refused, and so
 * is a login in plain text to a broker on another machine.
 *
 * @param brokers - `host:port`.
 * @throws MonitorError `CONFIG` that names the property and where it stands.
 */
export function kafkaAccess(properties: Properties, brokers: readonly string[]): KafkaAccess {
  const { isTls, isSasl } = protocolOf(properties);
  const stray = isSasl || isTls ? undefined : strayOf(properties);
  if (stray !== undefined) {
    throw refusal(
      `${stray.from} is set and the connection would be in plain text, without a login.`,
      `Set security.protocol to SSL, SASL_SSL or SASL_PLAINTEXT (${howTo('security.protocol')}).`,
    );
  }
  const far = brokers.find((broker) => !isLoopback(hostOf(broker)));
  if (isSasl && !isTls && far !== undefined) {
    throw refusal(
      `A login at ${far} without TLS would show itself to the whole network.`,
      'Set security.protocol to SASL_SSL. SASL_PLAINTEXT is taken for brokers on this machine only.',
    );
  }
  return {
    tls: isTls ? tlsOf(properties) : undefined,
    sasl: isSasl ? saslOf(properties) : undefined,
    clientId: properties['client.id']?.value || undefined,
  };
}

/** The host of `host:port` or `[::1]:port`. */
function hostOf(broker: string): string {
  return broker.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function protocolOf({ 'security.protocol': given }: Properties) {
  const protocol = given?.value.toUpperCase() ?? 'PLAINTEXT';
  if (given !== undefined && !/^(?:PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL)$/.test(protocol)) {
    throw wrongValue('security.protocol', given, 'PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL');
  }
  return { isTls: protocol.endsWith('SSL'), isSasl: protocol.startsWith('SASL') };
}

function strayOf(properties: Properties): Property | undefined {
  const found = Object.entries(properties).find(([name]) => /^(?:sasl|ssl)\./.test(name));
  return found?.[1];
}

function tlsOf(properties: Properties): Tls {
  const verification = properties['enable.ssl.certificate.verification'];
  if (verification !== undefined && verification.value !== 'true') {
    throw refusal(
      `${verification.from} asks not to verify the brokers' certificates: then anybody could be the broker.`,
      `Name the CA that signed them (${howTo('ssl.ca.location')}).`,
    );
  }
  const algorithm = properties['ssl.endpoint.identification.algorithm'];
  if (algorithm !== undefined && !['https', 'none', ''].includes(algorithm.value)) {
    throw wrongValue('ssl.endpoint.identification.algorithm', algorithm, 'https or none');
  }
  const truststore = properties['ssl.truststore.type'];
  if (truststore !== undefined && truststore.value.toUpperCase() !== 'PEM') {
    throw refusal(
      `${truststore.from} names a truststore of the type ${truststore.value}; PEM is taken.`,
      'Out of a Java store: keytool -exportcert -rfc -keystore STORE -alias NAME > ca.pem',
    );
  }
  return openTls({
    ca: materialOf(properties, 'ssl.ca.location', 'ssl.ca.pem'),
    ...ownCertificate(properties),
    checksHost: algorithm === undefined || algorithm.value === 'https',
  });
}

function ownCertificate(properties: Properties) {
  const store = properties['ssl.keystore.location'];
  if (store === undefined) {
    return {
      certificate: materialOf(properties, 'ssl.certificate.location', 'ssl.certificate.pem'),
      key: materialOf(properties, 'ssl.key.location', 'ssl.key.pem'),
      password: properties['ssl.key.password']?.value,
    };
  }
  const type = properties['ssl.keystore.type']?.value.toUpperCase() ?? 'PKCS12';
  const material = readKeyMaterial(store.value, store.from);
  if (type === 'PEM') {
    return { certificate: material, key: material, password: properties['ssl.key.password']?.value };
  }
  if (type === 'PKCS12') return { keystore: material, password: properties['ssl.keystore.password']?.value };
  throw refusal(
    `A keystore of the type ${type} can't be read.`,
    'PEM and PKCS12 can: keytool -importkeystore -srckeystore STORE -destkeystore client.p12 -deststoretype PKCS12',
  );
}

function materialOf(properties: Properties, file: PropertyName, text: PropertyName): KeyMaterial | undefined {
  const path = properties[file];
  if (path !== undefined) return readKeyMaterial(path.value, path.from);
  const pem = properties[text];
  return pem === undefined ? undefined : { data: pem.value, from: pem.from };
}

function saslOf(properties: Properties): SaslLogin {
  const given = properties['sasl.mechanism'];
  if (given === undefined) {
    throw refusal(
      'A login needs a mechanism.',
      `Set sasl.mechanism: ${mechanisms} (${howTo('sasl.mechanism')}).`,
    );
  }
  const mechanism = given.value.toLowerCase();
  if (mechanism === 'oauthbearer') return { mechanism, token: tokenOf(properties) };
  if (mechanism !== 'plain' && mechanism !== 'scram-sha-256' && mechanism !== 'scram-sha-512') {
    throw wrongValue('sasl.mechanism', given, mechanisms);
  }
  return {
    mechanism,
    username: need(properties, 'sasl.username'),
    password: need(properties, 'sasl.password'),
  };
}

const mechanisms = 'PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER';

/** Java and librdkafka take a `file:` address for the token's endpoint as well. */
function tokenOf(properties: Properties): TokenSource {
  const command = properties['sasl.oauthbearer.token.command'];
  if (command !== undefined) return { from: 'command', command: command.value };
  const method = properties['sasl.oauthbearer.method'];
  if (method !== undefined && method.value.toLowerCase() !== 'oidc') {
    throw wrongValue('sasl.oauthbearer.method', method, 'oidc');
  }
  const name = 'sasl.oauthbearer.token.endpoint.url';
  const address = need(properties, name);
  const url = URL.parse(address);
  if (url?.protocol === 'file:') return { from: 'file', path: decodeURIComponent(url.pathname) };
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !isSafe) {
    throw refusal(
      `${properties[name]?.from ?? name} is no address of HTTPS or of a file.`,
      `It takes https://… or file:///…`,
    );
  }
  return {
    from: 'endpoint',
    url,
    clientId: need(properties, 'sasl.oauthbearer.client.id'),
    clientSecret: need(properties, 'sasl.oauthbearer.client.secret'),
    scope: properties['sasl.oauthbearer.scope']?.value,
  };
}

function need(properties: Properties, name: PropertyName): string {
  const value = properties[name]?.value;
  if (value) return value;
  throw refusal(`This login needs ${name}.`, `Set ${howTo(name)}.`);
}

function wrongValue(name: PropertyName, { value, from }: Property, takes: string): MonitorError {
  return refusal(`${name} can't be "${value}" (${from}).`, `It takes ${takes}.`);
}

function refusal(message: string, hint: string): MonitorError {
  return new MonitorError('CONFIG', message, hint);
}
