import type { KafkaAccess } from '../kafka/access.ts';
import { defaultBrokers } from '../kafka/default-brokers.ts';
import type { StartAt } from '../kafka/start-offsets.ts';
import { momentForms, parseMoment } from '../time/moment.ts';
import { durationMs } from '../time/time-spec.ts';
import { createZone } from '../time/time-zone.ts';
import { kafkaAccess } from './kafka-access.ts';
import { type Properties, propertiesOf } from './kafka-properties.ts';
import { readPropertiesFile, readPropertyFlags } from './properties-file.ts';
import { type Environment, listOf, settingsOf } from './settings.ts';

const defaultTopics = ['application-logs', 'application-logs-errors'] as const;

const { described, given, invalid, fallback } = settingsOf({
  brokers: { env: ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS'], fallback: defaultBrokers },
  topics: { env: ['ESM_TOPICS'], fallback: defaultTopics.join(',') },
  group: { env: ['ESM_GROUP'], fallback: 'log-monitor-group' },
  from: { env: ['ESM_FROM'], fallback: 'latest' },
  'session-timeout': { env: ['ESM_SESSION_TIMEOUT'], fallback: '10s' },
});

/** Options for yargs about the way to the brokers, beside their addresses; flags of every command that reads Kafka. */
export const accessOptions = {
  'kafka-config': {
    type: 'string',
    alias: 'F',
    requiresArg: true,
    describe:
      'Properties file of a Java or librdkafka client: TLS, login [KAFKA_SECURITY_PROTOCOL and others: docs/security.md]',
  },
  'kafka-property': {
    type: 'string',
    alias: 'X',
    array: true,
    nargs: 1,
    describe: 'One such property, name=value; no secrets',
  },
} as const;

/** Options for yargs about what is read. */
export const kafkaOptions = {
  brokers: {
    type: 'string',
    requiresArg: true,
    ...described('brokers', 'Kafka brokers, host:port, comma-separated'),
  },
  ...accessOptions,
  topics: {
    type: 'string',
    array: true,
    nargs: 1,
    ...described('topics', 'Topics to read; repeated or comma-separated'),
  },
  group: { type: 'string', requiresArg: true, ...described('group', 'Consumer group') },
  from: {
    type: 'string',
    requiresArg: true,
    ...described(
      'from',
      'Where a group without a position starts: earliest, latest, a time (UTC where it names no zone), or an age like 15m',
    ),
  },
  'session-timeout': {
    type: 'string',
    requiresArg: true,
    ...described('session-timeout', 'A member that is silent for so long loses its partitions to the others'),
  },
} as const;

/** Which records are read, and how the brokers are reached. */
export type KafkaConfig = {
  readonly brokers: readonly string[];
  readonly access: KafkaAccess;
  readonly topics: readonly string[];
  /** The topics were named, not defaulted: each of them must exist. */
  readonly topicsNamed: boolean;
  readonly group: string;
  readonly from: StartAt;
  readonly sessionTimeoutMs: number;
};

/** Flags of the way in, as yargs gives them. */
export type AccessFlags = {
  readonly brokers?: string | undefined;
  readonly kafkaConfig?: string | undefined;
  readonly kafkaProperty?: readonly string[] | undefined;
};

/** @throws MonitorError `CONFIG` that names the flag, its value and what it takes. */
export function kafkaConfig(
  flags: AccessFlags & {
    readonly topics?: readonly string[] | undefined;
    readonly group?: string | undefined;
    readonly from?: string | undefined;
    readonly sessionTimeout?: string | undefined;
  },
  env: Environment,
  now: number,
): KafkaConfig {
  const properties = propertiesFrom(flags, env);
  const brokers = brokersOf(flags.brokers ?? properties['bootstrap.servers']?.value);
  const named = given('topics', flags.topics?.join(','), env);
  const topics = listOf(named ?? fallback('topics'));
  const strange = topics.find((topic) => !/^[\w.-]{1,249}$/.test(topic));
  if (topics.length === 0 || strange !== undefined) {
    throw invalid('topics', strange ?? '', 'names of letters, digits, dot, underscore and hyphen');
  }
  const group = given('group', flags.group, env) ?? fallback('group');
  if (group.trim() === '') throw invalid('group', group, 'a name');
  return {
    brokers,
    access: kafkaAccess(properties, brokers),
    topics,
    topicsNamed: named !== undefined,
    group,
    from: startAt(flags.from, env, now),
    sessionTimeoutMs: sessionTimeout(flags.sessionTimeout, env),
  };
}

/** A property of -X wins over the file of -F, and that over the environment. */
function propertiesFrom(
  { kafkaConfig: file, kafkaProperty = [] }: AccessFlags,
  env: Environment,
): Properties {
  return {
    ...propertiesOf(env),
    ...(file !== undefined && readPropertiesFile(file).properties),
    ...readPropertyFlags(kafkaProperty),
  };
}

function brokersOf(text: string | undefined): readonly string[] {
  const brokers = listOf(text ?? fallback('brokers'));
  const wrong = brokers.find((broker) => !/^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(broker));
  if (brokers.length > 0 && wrong === undefined) return brokers;
  throw invalid('brokers', wrong ?? '', 'host:port, several parted by commas');
}

function sessionTimeout(flag: string | undefined, env: Environment): number {
  const text = given('session-timeout', flag, env) ?? fallback('session-timeout');
  const ms = durationMs(text);
  if (ms === undefined || ms < 1_000 || ms > 300_000)
    throw invalid('session-timeout', text, 'a time from 1s to 5m');
  return ms;
}

function startAt(flag: string | undefined, env: Environment, now: number): StartAt {
  const text = given('from', flag, env) ?? fallback('from');
  if (text === 'earliest' || text === 'latest') return text;
  // The environment and the file are shared by members on several machines, which are to begin at the same time.
  const since = parseMoment(text, now, createZone('UTC'));
  if (since === undefined) throw invalid('from', text, `earliest, latest, ${momentForms}`);
  return { since };
}
