import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import type { Logger } from '../../instrumentation/create-logger.ts';
import { traceparentOf } from '../../instrumentation/kafka-headers.ts';
import type { Tracing } from '../../instrumentation/tracing.ts';
import type { Notifications } from './notifications.ts';
import { PoisonEvent, readRegistrationEvent } from './registration-event.ts';

export type ConsumerParts = {
  readonly notifications: Notifications;
  readonly log: Logger;
  readonly tracing: Tracing;
};

const retryMs = 1_000;

/**
 * Welcomes each user that registers, until `signal` aborts. An event goes on in the trace of its registration.
 *
 * A mail that can't be sent and an event that can't be read are logged, and the next one has its turn. Without the
 * database it waits: the events stay in Kafka.
 */
export async function consumeRegistrations(
  kafka: Kafka,
  topic: string,
  parts: ConsumerParts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const consumer = kafka.consumer({
      groupId: `notification-service.${topic}`,
      sessionTimeout: 10_000,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 500, // a stop waits for the fetch under way
      allowAutoTopicCreation: false,
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        eachMessage: (payload) => {
          const trace = parts.tracing.begin(traceparentOf(payload.message.headers));
          return parts.tracing.within(trace, () => handle(payload, parts, signal));
        },
      });
      await crashOrAbort(consumer, signal);
    } catch (error) {
      parts.log.warn(`Registrations can't be read yet: ${String(error)}`);
    }
    await consumer.disconnect().catch(() => {}); // Kafka may be away; the group forgets us by itself
    await sleep(retryMs, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
}

/** Most crashes kafkajs recovers from by itself; it says so. */
function crashOrAbort(consumer: Consumer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) resolve();
    });
  });
}

async function handle(payload: EachMessagePayload, parts: ConsumerParts, signal: AbortSignal): Promise<void> {
  const { partition, message, heartbeat } = payload;
  const { notifications, log } = parts;
  while (!signal.aborted) {
    try {
      return await welcome(message.value, notifications, log);
    } catch (error) {
      if (error instanceof PoisonEvent) {
        log.error({ exception: error, partition, offset: message.offset }, `Event skipped: ${error.message}`);
        return;
      }
      log.error(error, 'A registration waits: the notification could not be stored');
      await heartbeat();
      await sleep(retryMs, undefined, { signal }).catch(() => {}); // only an abort rejects
    }
  }
  throw new Error('The service stops; the event will be delivered again');
}

async function welcome(value: Buffer | null, notifications: Notifications, log: Logger): Promise<void> {
  const { eventId, userId, email, name } = readRegistrationEvent(value);
  const text = `Hello ${name},\n\nwelcome to EventStreamMonitor.\n`;
  const sending = await notifications.send({ eventId, userId, email, subject: 'Welcome', text });
  if (sending === undefined) return;
  const about = { notification_id: sending.notification.id };
  if (sending.failure === undefined) log.info(about, 'Welcome mail sent');
  else
    log.error(
      { ...about, exception: sending.failure },
      `Welcome mail not sent: ${sending.notification.error}`,
    );
}
