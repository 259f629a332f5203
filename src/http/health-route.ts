import type { FastifyInstance } from 'fastify';
import type { Health, Link } from '../health.ts';
import type { HttpStore } from './http-store.ts';
import { answers, healthReport, parameters } from './schemas.ts';

/** A database that is asked whether it is there has this long to answer. */
const pingMs = 2_000;

/** `GET /health`: 503 when this member can't do its work, so that an orchestrator sees it by the status alone. */
export function addHealthRoute(app: FastifyInstance, store: () => HttpStore, health: () => Health): void {
  app.get(
    '/health',
    {
      schema: {
        summary: 'Whether this member works: 200 healthy or degraded, 503 unhealthy',
        querystring: parameters({}),
        response: {
          ...answers(healthReport, 'healthy, or degraded: Redis is away or a partition is not read'),
          503: { description: 'unhealthy: Kafka or Postgres is away', ...healthReport },
        },
      },
    },
    async (_request, reply) => {
      const { kafka, postgres, redis, partitions } = health();
      // The board hears of Postgres when something is stored; a quiet monitor has to ask.
      const stored = postgres.state === 'up' && !(await answersInTime(store)) ? 'down' : postgres.state;
      const status = statusOf(kafka.state, stored, redis.state, partitions);
      return reply.code(status === 'unhealthy' ? 503 : 200).send({
        status,
        kafka: kafka.state,
        postgres: stored,
        redis: redis.state,
        lag: lagOf(partitions),
      });
    },
  );
}

/** Records of this member's partitions that are not stored yet. */
function lagOf(partitions: Health['partitions']): number {
  return Number(partitions.reduce((sum, { position, end }) => sum + (end - position), 0n));
}

function statusOf(
  kafka: Link['state'],
  postgres: Link['state'],
  redis: Link['state'],
  partitions: Health['partitions'],
) {
  if (kafka !== 'up' || postgres !== 'up') return 'unhealthy';
  const isWhole = (redis === 'up' || redis === 'off') && partitions.every(({ stopped }) => stopped === null);
  return isWhole ? 'healthy' : 'degraded';
}

async function answersInTime(store: () => HttpStore): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), pingMs);
  const asked = (async () => await store().ping())().then(
    () => true,
    () => false,
  );
  return await Promise.race([asked, late.promise]).finally(() => clearTimeout(timer));
}
