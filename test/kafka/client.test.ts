import { expect, test } from 'vitest';
import { createKafka } from '../../src/kafka/client.ts';

test('tells what is wrong with a connection, and nothing of answers that are errors', () => {
  const heard: string[] = [];
  const kafka = createKafka({
    brokers: ['127.0.0.1:1'],
    clientId: 'test',
    onError: (message) => heard.push(message),
  });

  kafka.logger().error('Response Heartbeat(key: 12, version: 3)', {
    error: 'The group is rebalancing, so a rejoin is needed',
  });
  kafka.logger().error('Connection error: connect ECONNREFUSED 127.0.0.1:1', { broker: '127.0.0.1:1' });

  kafka.logger().error('Restarting the consumer in 1506ms', { retryCount: 5 });

  expect(heard).toEqual(['connect ECONNREFUSED 127.0.0.1:1']);
});
