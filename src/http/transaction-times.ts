import { Histogram } from 'prom-client';
import type { IncidentStore } from '../ports.ts';

/** How long this process' transactions take, for Prometheus. */
export type TransactionTimes = {
  readonly metric: Histogram;
  /** The same store, with its saving timed. A save that fails is not: it says more of the way there than of storing. */
  timed(store: IncidentStore): IncidentStore;
};

/** Seconds: a transaction of a few errors, of 5,000 of them, and of a server that can't follow. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Times without a transaction yet; the metric belongs to no registry. */
export function createTransactionTimes(): TransactionTimes {
  const metric = new Histogram({
    name: 'esm_transaction_seconds',
    help: 'Time to store a batch of one partition in Postgres, waiting for its turn included',
    buckets,
    registers: [],
  });
  return {
    metric,
    timed: (store) => ({
      ...store,
      async save(batch) {
        const end = metric.startTimer();
        const outcome = await store.save(batch);
        end();
        return outcome;
      },
    }),
  };
}
