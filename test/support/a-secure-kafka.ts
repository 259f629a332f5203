import type { KafkaDoors } from '../../demo-stack/infra/kafka-listeners.ts';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import { type Authority, anAuthority, type Certificate } from './certificates.ts';

/** Names of the ways in; each but `plain` shows a certificate or asks for a login. */
type Door = 'plain' | 'tls' | 'expired' | 'otherHost' | 'mutual' | 'login' | 'openLogin';

/** A broker of one test file's own. */
export type SecureKafka = {
  /** Signed what the doors show. */
  readonly ca: Authority;
  /** Signed nothing here. */
  readonly otherCa: Authority;
  /** `host:port` of each way in. */
  readonly doors: { readonly [door in Door]: string };
  stop(): Promise<void>;
};

/** Everybody's password at the broker. */
export const brokerPassword = 'pa"ss\\word=1';
const plainModule = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const scramModule = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const oauthModule = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule';

/** Starts a Kafka with listeners for TLS, for certificates of both sides, and for every mechanism of a login. */
export async function startSecureKafka(): Promise<SecureKafka> {
  const [ca, otherCa] = await Promise.all([anAuthority(), anAuthority('Other CA')]);
  const [broker, expired, otherHost] = await Promise.all([
    ca.sign('broker'),
    ca.sign('expired', { expired: true }),
    ca.sign('other', { hosts: ['kafka.example'] }),
  ]);
  const ports = await Promise.all(Array.from({ length: 6 }, freePort));
  const [tls = 0, expiredPort = 0, otherPort = 0, mutual = 0, login = 0, openLogin = 0] = ports;
  const users = `user_alice="${javaText(brokerPassword)}"`;
  const kafka: KafkaDoors = {
    listeners: [
      { name: 'TLS', protocol: 'SSL', port: tls, settings: shows(broker) },
      { name: 'EXPIRED', protocol: 'SSL', port: expiredPort, settings: shows(expired) },
      { name: 'OTHER', protocol: 'SSL', port: otherPort, settings: shows(otherHost) },
      {
        name: 'MUTUAL',
        protocol: 'SSL',
        port: mutual,
        settings: {
          ...shows(broker),
          'ssl.client.auth': 'required',
          'ssl.truststore.type': 'PEM',
          'ssl.truststore.location': ca.certFile,
        },
      },
      {
        name: 'LOGIN',
        protocol: 'SASL_SSL',
        port: login,
        settings: {
          ...shows(broker),
          'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
          'plain.sasl.jaas.config': propertyText(`${plainModule} required ${users};`),
          'scram-sha-256.sasl.jaas.config': `${scramModule} required;`,
          'scram-sha-512.sasl.jaas.config': `${scramModule} required;`,
          // Takes tokens that nobody signed: enough to see that they arrive.
          'oauthbearer.sasl.jaas.config': `${oauthModule} required unsecuredLoginStringClaim_sub="broker";`,
        },
      },
      {
        name: 'OPEN',
        protocol: 'SASL_PLAINTEXT',
        port: openLogin,
        settings: {
          'sasl.enabled.mechanisms': 'PLAIN',
          'plain.sasl.jaas.config': propertyText(`${plainModule} required ${users};`),
        },
      },
    ],
    scramUsers: (['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map((mechanism) => ({
      mechanism,
      name: 'alice',
      password: brokerPassword,
    })),
  };
  const servers = await startServers({ wanted: ['kafka'], kafka, env: {} });
  const at = (port: number) => `127.0.0.1:${port}`;
  return {
    ca,
    otherCa,
    doors: {
      plain: servers.brokers,
      tls: at(tls),
      expired: at(expiredPort),
      otherHost: at(otherPort),
      mutual: at(mutual),
      login: at(login),
      openLogin: at(openLogin),
    },
    stop: servers.stop,
  };
}

function shows({ bothFile }: Certificate) {
  return { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': bothFile };
}

/** A text inside the quotes of a login. */
export function javaText(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&');
}

/** A value of a properties file. */
export function propertyText(value: string): string {
  return value.replaceAll('\\', '\\\\');
}
