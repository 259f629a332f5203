import type { FastifyInstance } from 'fastify';
import { messageOf } from './message-of.ts';

/** Rejects when the dependency can't be used. */
export type Check = () => Promise<unknown>;

export type Checks = {
  /** Without these the service is of no use: `/health` answers 503. */
  readonly needed: { readonly [name: string]: Check };
  /** Without these it goes on with less: `degraded`, and 200. */
  readonly useful: { readonly [name: string]: Check };
};

type Finding = { readonly up: boolean; readonly ms: number; readonly detail?: string };

const timeoutMs = 1_500;

/** Adds `GET /health`, that asks every dependency. */
export function addHealth(web: FastifyInstance, service: string, checks: Checks): void {
  web.get(
    '/health',
    { logLevel: 'silent', schema: { summary: 'Whether the service and its dependencies work' } },
    async (_request, reply) => {
      const [needed, useful] = await Promise.all([ask(checks.needed), ask(checks.useful)]);
      const isDown = needed.some(([, { up }]) => !up);
      const isDegraded = useful.some(([, { up }]) => !up);
      reply.code(isDown ? 503 : 200);
      return {
        service,
        status: isDown ? 'down' : isDegraded ? 'degraded' : 'up',
        dependencies: Object.fromEntries([...needed, ...useful]),
      };
    },
  );
}

function ask(checks: { readonly [name: string]: Check }): Promise<[string, Finding][]> {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, Finding]> => {
      const since = performance.now();
      try {
        await withinTime(check());
        return [name, { up: true, ms: Math.round(performance.now() - since) }];
      } catch (error) {
        const detail = messageOf(error);
        return [name, { up: false, ms: Math.round(performance.now() - since), detail }];
      }
    }),
  );
}

async function withinTime(checking: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([checking, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
