import { expect, test } from 'vitest';
import { createCounters } from '../../src/http/counters.ts';
import { createTransactionTimes } from '../../src/http/transaction-times.ts';
import { anHttp } from '../support/an-http.ts';
import { aHealth, aLink, anError, aPartition, aStoredBatch } from '../support/builders.ts';
import { createMemoryStore } from '../support/memory-store.ts';

test('tells Prometheus what this process stored and how it is', async () => {
  const counters = createCounters();
  const app = await anHttp({
    counters,
    health: () =>
      aHealth({
        kafka: aLink({ state: 'down' }),
        redis: aLink({ state: 'off' }),
        deadLetters: 3,
        partitions: [
          aPartition({ position: 90n }),
          aPartition({ partition: 1, position: 95n }),
          aPartition({ topic: 'other-logs', stopped: 'made anew' }),
        ],
      }),
  });
  await counters.push(aStoredBatch({ errors: [anError(), anError({ severity: 'CRITICAL' })], others: 5 }));
  await counters.push(aStoredBatch({ errors: [anError()] }));

  const answer = await app.inject('/metrics');
  const again = await app.inject('/metrics');

  expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
  expect(seriesOf(answer.body)).toEqual({
    esm_records_total: '8',
    'esm_errors_total{service="user-management",level="ERROR"}': '2',
    'esm_errors_total{service="user-management",level="CRITICAL"}': '1',
    esm_dead_letters_total: '3',
    'esm_lag_records{topic="application-logs"}': '15',
    'esm_lag_records{topic="other-logs"}': '0',
    'esm_partitions{state="read"}': '2',
    'esm_partitions{state="stopped"}': '1',
    'esm_link_up{server="kafka"}': '0',
    'esm_link_up{server="postgres"}': '1',
    esm_transaction_seconds_sum: '0',
    esm_transaction_seconds_count: '0',
  });
  expect(seriesOf(again.body)).toEqual(seriesOf(answer.body));
  expect(answer.body).toContain('process_resident_memory_bytes');
});

test('tells how long transactions take, and leaves out those that fail', async () => {
  const transactions = createTransactionTimes();
  const app = await anHttp({ transactions });
  const failing = new Error('no connection');
  const { batch } = aStoredBatch({ errors: [anError()] });
  const inner = createMemoryStore();
  await inner.start([{ log: batch.log, next: batch.from }]);
  const store = transactions.timed(inner);

  const saved = await store.save(batch);
  const broken = transactions.timed({ ...inner, save: () => Promise.reject(failing) }).save(batch);

  await expect(broken).rejects.toBe(failing);
  expect(saved.outcome).toBe('stored');
  const series = seriesOf((await app.inject('/metrics')).body);
  expect(series.esm_transaction_seconds_count).toBe('1');
  expect(Number(series.esm_transaction_seconds_sum)).toBeGreaterThan(0);
});

test('has at most 100 services and one for all others, however many there are', async () => {
  const counters = createCounters();
  const app = await anHttp({ counters });
  const errors = Array.from({ length: 5_000 }, (_, i) => anError({ service: `s"\n${i % 1_000}` }));
  await counters.push(aStoredBatch({ errors }));

  const answer = await app.inject('/metrics');

  const series = Object.entries(seriesOf(answer.body)).filter(([name]) =>
    name.startsWith('esm_errors_total'),
  );
  expect(series).toHaveLength(101);
  expect(series.at(-1)).toEqual(['esm_errors_total{service="other",level="ERROR"}', '4500']);
  expect(series.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(5_000);
});

function seriesOf(text: string): { readonly [series: string]: string } {
  const lines = text.matchAll(/^(esm_(?!.*_bucket).*) (\S+)$/gm);
  return Object.fromEntries(Array.from(lines, ([, series = '', value = '']) => [series, value]));
}
