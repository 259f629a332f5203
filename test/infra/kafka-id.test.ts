import { expect, test } from 'vitest';
import { kafkaId } from '../../demo-stack/infra/kafka-id.ts';

test('makes ids that no tool of Kafka takes for a flag', () => {
  const ids = Array.from({ length: 2_000 }, kafkaId); // one of 64 would begin with a hyphen

  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([22]));
  expect(ids.filter((id) => id.startsWith('-'))).toEqual([]);
});
