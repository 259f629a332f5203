import { connect } from 'node:net';
import { messageOf } from '../errors.ts';
import type { KafkaAccess } from '../kafka/access.ts';
import { askBrokerVersion } from '../kafka/broker-version.ts';
import { createOpenSocket } from '../kafka/open-socket.ts';
import { type Finding, ok, warn } from './finding.ts';

type Broker = { readonly host: string; readonly port: number };

const atMost = 20;

/** Asks every broker of the cluster, each by itself: one that can't be reached from here is named. */
export async function checkKafkaVersion(
  brokers: readonly Broker[],
  access: KafkaAccess | undefined,
): Promise<Finding> {
  const asked = brokers.slice(0, atMost);
  const answers = await Promise.allSettled(asked.map((broker) => versionOf(broker, access)));
  const failed = asked.flatMap(({ host, port }, i) => {
    const answer = answers[i];
    return answer?.status === 'rejected' ? [`${host}:${port} (${messageOf(answer.reason)})`] : [];
  });
  const versions = new Set(answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
  const named = [...versions].toSorted().join(' and ');
  const many = brokers.length === 1 ? '1 broker' : `${brokers.length} brokers`;
  if (failed.length === 0) return ok('Kafka brokers', `${many}, version ${named}`);
  return warn(
    'Kafka brokers',
    `${many}; not reached: ${failed.join(', ')}`,
    'The brokers name these addresses themselves (advertised.listeners): all must be reachable from here.',
  );
}

async function versionOf({ host, port }: Broker, access: KafkaAccess | undefined): Promise<string> {
  const socket =
    access === undefined
      ? connect(port, host)
      : createOpenSocket(access)({ host, port, ssl: {}, onConnect: () => {} });
  return (await askBrokerVersion(socket)) ?? 'that it does not say (older than 3.3, or no Apache Kafka)';
}
