import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Health } from '../health.ts';
import type { Counters } from './counters.ts';
import { parameters } from './schemas.ts';
import type { TransactionTimes } from './transaction-times.ts';

/** `GET /metrics`: what this process did and how it is, for Prometheus. All figures are read when it asks. */
export function addMetricsRoute(
  app: FastifyInstance,
  counters: Counters,
  transactions: TransactionTimes,
  health: () => Health,
): void {
  const registry = createRegistry(counters, health);
  registry.registerMetric(transactions.metric);
  app.get(
    '/metrics',
    { schema: { summary: 'Figures of this process for Prometheus', querystring: parameters({}) } },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}

function createRegistry(counters: Counters, health: () => Health): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'esm_records_total',
    help: 'Records stored by this process',
    registers,
    collect() {
      this.reset();
      this.inc(counters.records());
    },
  });
  new Counter({
    name: 'esm_errors_total',
    help: 'Errors stored by this process; services beyond the first 100 are "other"',
    labelNames: ['service', 'level'],
    registers,
    collect() {
      this.reset();
      for (const { service, level, count } of counters.errors()) this.inc({ service, level }, count);
    },
  });
  new Counter({
    name: 'esm_dead_letters_total',
    help: 'Records that could not be read and were set aside',
    registers,
    collect() {
      this.reset();
      this.inc(health().deadLetters);
    },
  });
  new Gauge({
    name: 'esm_lag_records',
    help: 'Records of the partitions of this process that are not stored yet',
    labelNames: ['topic'],
    registers,
    collect() {
      this.reset();
      for (const { topic, end, position } of health().partitions) this.inc({ topic }, Number(end - position));
    },
  });
  new Gauge({
    name: 'esm_partitions',
    help: 'Partitions assigned to this process, by whether they are read',
    labelNames: ['state'],
    registers,
    collect() {
      const { partitions } = health();
      const stopped = partitions.filter((partition) => partition.stopped !== null).length;
      this.set({ state: 'read' }, partitions.length - stopped);
      this.set({ state: 'stopped' }, stopped);
    },
  });
  new Gauge({
    name: 'esm_link_up',
    help: '1 when the server is connected; no series for one that is not configured',
    labelNames: ['server'],
    registers,
    collect() {
      this.reset();
      const { kafka, postgres, redis } = health();
      for (const [server, { state }] of Object.entries({ kafka, postgres, redis }))
        if (state !== 'off') this.set({ server }, state === 'up' ? 1 : 0);
    },
  });
  return registry;
}
