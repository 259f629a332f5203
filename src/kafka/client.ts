import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { KafkaAccess } from './access.ts';
import { calmQueues } from './calm-queues.ts';
import { registerCodecs } from './codecs.ts';
import { createOpenSocket } from './open-socket.ts';
import { saslOptions } from './sasl.ts';

/** Where a client connects to, and what it does when that fails. */
export type ClientOptions = {
  readonly brokers: readonly string[];
  /** Undefined: in plain text, without a login. */
  readonly access?: KafkaAccess | undefined;
  /** The name of the client, where `access` has none. */
  readonly clientId: string;
  /**
   * Hears what the client logs as an error, in its words; it is the client's only sign of a broken connection. Answers of
   * the broker are left out, whatever they say: the heartbeat in a rebalance has an error for an answer.
   */
  readonly onError?: (message: string) => void;
  /** Attempts after the first; fewer where a person waits for the answer. */
  readonly retries?: number;
};

/** A kafkajs client whose retries end soon enough that a broker that returns is found within seconds. */
export function createKafka({ brokers, access, clientId, onError, retries = 5 }: ClientOptions): Kafka {
  registerCodecs();
  calmQueues();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId: access?.clientId ?? clientId,
    ...(access !== undefined && { socketFactory: createOpenSocket(access) }),
    ...(access?.sasl !== undefined && { sasl: saslOptions(access.sasl) }),
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, factor: 0.2, multiplier: 1.5, retries },
    logLevel: kafkajs.logLevel.ERROR,
    logCreator: () => (entry) => {
      if (!answers.some((start) => entry.log.message.startsWith(start))) onError?.(describe(entry));
    },
  });
}

/** How messages begin that tell what the broker has answered: an error, or that it holds nothing there any more. */
const answers = ['Response ', 'Offset out of range'];

function describe({ log }: LogEntry): string {
  const { message, error } = log;
  return typeof error === 'string' && error !== '' ? `${message}: ${error}` : message;
}
