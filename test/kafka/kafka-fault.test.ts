import { expect, test } from 'vitest';
import { toKafkaError } from '../../src/kafka/kafka-fault.ts';

test.each([
  {
    at: ['localhost:9092'],
    reason: 'connect ECONNREFUSED',
    hint: /^localhost:9092 is meant where no other is named: .* npm run demo -- --keep prints\.$/,
  },
  { at: ['kafka-1:9092', 'kafka-2:9092'], reason: 'getaddrinfo ENOTFOUND', hint: /^Check --brokers/ },
  { at: ['kafka-1:9093'], reason: 'Closed connection', hint: /^Does that port want TLS\?/ },
])('says of $at with "$reason" what helps', ({ at, reason, hint }) => {
  const error = toKafkaError(new Error(reason), at);

  expect(error.code).toBe('KAFKA_UNREACHABLE');
  expect(error.hint).toMatch(hint);
});
