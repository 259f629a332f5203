import { expect, test } from 'vitest';
import { resolveTopics } from '../../src/kafka/topics.ts';

const existing = ['application-logs', 'orders.events', '__consumer_offsets'];

test('answers the topics that exist', () => {
  expect(resolveTopics(['application-logs', 'orders.events'], existing, true)).toEqual([
    'application-logs',
    'orders.events',
  ]);
});

test('is content with one of the default topics', () => {
  expect(resolveTopics(['application-logs', 'application-logs-errors'], existing, false)).toEqual([
    'application-logs',
  ]);
});

test.for([
  { wanted: ['aplication-logs'], hint: 'Did you mean application-logs?' },
  { wanted: ['orders_events'], hint: 'Did you mean orders.events?' },
  { wanted: ['logs'], hint: 'Did you mean application-logs?' },
  { wanted: ['zzz'], hint: 'The cluster has application-logs, orders.events.' },
])('suggests for $wanted: $hint', ({ wanted, hint }) => {
  expect(() => resolveTopics(wanted, existing, true)).toThrow(
    expect.objectContaining({ code: 'TOPIC_UNKNOWN', hint: expect.stringContaining(hint) }),
  );
});

test('says that a cluster has no topics, and does not count Kafka’s own', () => {
  expect(() => resolveTopics(['a'], ['__consumer_offsets'], true)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('no topics yet') }),
  );
});
