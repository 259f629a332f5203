import { parseJaas } from './jaas.ts';
import { type Environment, secret } from './settings.ts';

/** A property of a Kafka client, by librdkafka's name where the clients differ. */
type Known = {
  readonly also?: readonly string[];
  /** Environment names where they are not `KAFKA_` and the property in capitals; the first one set counts. */
  readonly env?: readonly string[];
  /** Never taken from a flag; the environment may name a file by `…_FILE`. */
  readonly secret?: true;
  readonly isPath?: true;
};

const known = {
  'bootstrap.servers': {
    also: ['metadata.broker.list'],
    env: ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS'],
  },
  'client.id': {},
  'security.protocol': {},
  'sasl.mechanism': { also: ['sasl.mechanisms'] },
  'sasl.username': {},
  'sasl.password': { secret: true },
  'sasl.oauthbearer.method': {},
  'sasl.oauthbearer.token.endpoint.url': {},
  'sasl.oauthbearer.token.command': {},
  'sasl.oauthbearer.client.id': {},
  'sasl.oauthbearer.client.secret': { secret: true },
  'sasl.oauthbearer.scope': {},
  'ssl.ca.location': {
    also: ['ssl.truststore.location'],
    env: ['KAFKA_SSL_CA_LOCATION', 'KAFKA_SSL_CA'],
    isPath: true,
  },
  'ssl.ca.pem': { also: ['ssl.truststore.certificates'] },
  'ssl.truststore.type': {},
  'ssl.certificate.location': { isPath: true },
  'ssl.certificate.pem': { also: ['ssl.keystore.certificate.chain'] },
  'ssl.key.location': { isPath: true },
  'ssl.key.pem': { also: ['ssl.keystore.key'], secret: true },
  'ssl.key.password': { secret: true },
  'ssl.keystore.location': { isPath: true },
  'ssl.keystore.type': {},
  'ssl.keystore.password': { secret: true },
  'ssl.endpoint.identification.algorithm': {},
  'enable.ssl.certificate.verification': {},
} as const satisfies { readonly [name: string]: Known };

export type PropertyName = keyof typeof known;

/** A value, and where it stands (`client.properties:3`, `KAFKA_SASL_MECHANISM`), for messages. */
export type Property = { readonly value: string; readonly from: string };

export type Properties = { readonly [name in PropertyName]?: Property };

const table: { readonly [name in PropertyName]: Known } = known;
/** All properties that mean something to the monitor. */
export const propertyNames = Object.keys(known) as readonly PropertyName[]; // Object.keys forgets the names
const jaasName = 'sasl.jaas.config';

/**
 * What a property of a Java or librdkafka client says, in our names: a `sasl.jaas.config` says several things.
 *
 * @returns A text with what is wrong, which shows no value; `unknown` for a name that is none of ours.
 */
export function readProperty(
  name: string,
  value: string,
): readonly (readonly [PropertyName, string])[] | { readonly wrong: string } | 'unknown' {
  if (name !== jaasName) {
    const property = nameOf(name);
    return property === undefined ? 'unknown' : [[property, value.trim()]];
  }
  const login = parseJaas(value);
  if (typeof login === 'string') return { wrong: `${jaasName} can't be read: ${login}` };
  return login.flatMap(([option, text]) => {
    const property = nameOf(option);
    return property === undefined ? [] : [[property, text] as const];
  });
}

function nameOf(name: string): PropertyName | undefined {
  return propertyNames.find((each) => each === name || table[each].also?.includes(name));
}

/** Whether the property holds a secret, which has no place in a flag. */
export function isSecretProperty(name: string): boolean {
  const property = nameOf(name);
  return name === jaasName || (property !== undefined && table[property].secret === true);
}

export function isPathProperty(name: PropertyName): boolean {
  return table[name].isPath === true;
}

/** Environment names of a property, without the `…_FILE` that a secret has as well. */
export function environmentNames(name: PropertyName): readonly [string, ...string[]] {
  const [first, ...others] = table[name].env ?? [];
  return first === undefined ? [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`] : [first, ...others];
}

/** @throws MonitorError `CONFIG` for a `…_FILE` that can't be read. */
export function propertiesOf(env: Environment): Properties {
  return Object.fromEntries(
    propertyNames.flatMap((name) => {
      const set = environmentNames(name).find((each) => env[each]);
      if (set !== undefined) return [[name, { value: env[set] ?? '', from: set }]];
      if (!table[name].secret) return [];
      const [from] = environmentNames(name);
      const value = secret(from, env);
      return value === undefined ? [] : [[name, { value, from: `${from}_FILE` }]];
    }),
  );
}
