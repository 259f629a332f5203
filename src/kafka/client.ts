import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { KafkaAccess } from './access.ts';
import { calmQueues } from './calm-queues.ts';
import { causeIn } from './client-words.ts';
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
   * Hears the causes in what the client logs as an error; it is the client's only sign of a broken connection. Answers of
   * the broker are left out, whatever they say: the heartbeat in a rebalance has an error for an answer.
   */
  readonly onError?: (cause: string) => void;
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
      const cause = entry.log.message.startsWith('Response ') ? undefined : causeIn(describe(entry));
      if (cause !== undefined) onError?.(cause);
    },
  });
}

function describe({ log }: LogEntry): string {
  const { message, error } = log;
  return typeof error === 'string' && error !== '' ? `${message}: ${error}` : message;
}
