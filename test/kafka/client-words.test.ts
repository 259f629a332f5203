import { expect, test } from 'vitest';
import { causeIn } from '../../src/kafka/client-words.ts';

test.each([
  ['Connection error: connect ECONNREFUSED 127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.1:1'],
  [
    'Failed to connect to seed broker, trying another broker from the list: Connection error: connect ECONNREFUSED 127.0.0.1:1',
    'connect ECONNREFUSED 127.0.0.1:1',
  ],
  [
    'Crash: KafkaJSNumberOfRetriesExceeded: Request Metadata(key: 3, version: 6) timed out',
    'it gave no answer in time',
  ],
  ['Connection timeout', 'Connection timeout'],
])('finds the cause in %j', (line, cause) => {
  expect(causeIn(line)).toBe(cause);
});

test.each([['Restarting the consumer in 1506ms'], ['Failed to connect to broker, reconnecting']])(
  'finds no cause in %j',
  (line) => {
    expect(causeIn(line)).toBeUndefined();
  },
);
