import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { calmQueues } from '../../src/kafka/calm-queues.ts';

test.for([
  { what: 'an empty queue', pending: [], throttledUntil: -1, looks: false },
  { what: 'a queue in which a request waits', pending: ['a request'], throttledUntil: -1, looks: true },
  {
    what: 'a queue that the broker asked for a pause',
    pending: [],
    throttledUntil: Date.now() + 60_000,
    looks: false,
  },
  {
    what: 'a queue in which a request waits for the end of the pause',
    pending: ['a request'],
    throttledUntil: Date.now() + 60_000,
    looks: true,
  },
])('plans to look at $what: $looks', ({ pending, throttledUntil, looks }) => {
  calmQueues();
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
  const queue = Object.assign(Object.create(prototype), { pending, throttledUntil });

  queue.scheduleCheckPendingRequests();

  expect(queue.throttleCheckTimeoutId !== undefined).toBe(looks);
  clearTimeout(queue.throttleCheckTimeoutId);
});
