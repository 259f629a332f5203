import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trace } from './traceparent.ts';
import type { Tracing } from './tracing.ts';

/**
 * Lets every request of a Fastify server run in the trace that its `traceparent` header names.
 *
 * @returns The trace of a request, for hooks that run outside of it (`onResponse`).
 */
export function traceRequests(web: FastifyInstance, tracing: Tracing): (request: FastifyRequest) => Trace {
  const traces = new WeakMap<FastifyRequest, Trace>();
  const traceOf = (request: FastifyRequest) => {
    const known = traces.get(request);
    if (known !== undefined) return known;
    const header = request.headers.traceparent;
    const trace = tracing.begin(typeof header === 'string' ? header : undefined);
    traces.set(request, trace);
    return trace;
  };
  web.addHook('onRequest', (request, _reply, done) => tracing.within(traceOf(request), done));
  // Once more: the body arrives in events of the socket, which know nothing of the request.
  web.addHook('preValidation', (request, _reply, done) => tracing.within(traceOf(request), done));
  return traceOf;
}
