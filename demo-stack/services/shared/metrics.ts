import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LogStreamStats } from '../../instrumentation/kafka-log-stream.ts';

/** Adds `GET /metrics` for Prometheus: the process, the requests by route (never by address), the logs on their way. */
export function addMetrics(web: FastifyInstance, service: string, logStats: () => LogStreamStats): void {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  new Gauge({
    name: 'log_records',
    help: 'Log records since the start: shipped, waiting, dropped',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { shipped, waiting, dropped } = logStats();
      this.set({ state: 'shipped' }, shipped);
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'dropped' }, dropped.errors + dropped.others);
    },
  });
  web.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none' };
    durations.observe({ ...labels, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
  });
  web.get('/metrics', { schema: { summary: 'Figures for Prometheus' } }, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
