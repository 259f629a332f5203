import { AsyncLocalStorage } from 'node:async_hooks';
import { formatTraceparent, newSpan, parseTraceparent, type Trace } from './traceparent.ts';

/** Knows, at any point of the code, which trace the work at hand belongs to. One for a process. */
export type Tracing = {
  current(): Trace | undefined;
  /** Runs `task`, and all that it starts, as a span of `trace`. */
  within<Result>(trace: Trace, task: () => Result): Result;
  /** Begins a span under a `traceparent` from outside; in a new trace where that is missing or no good. */
  begin(traceparent: string | undefined): Trace;
  /** What to add to the headers of an HTTP request or a Kafka message; empty outside of any trace. */
  headers(): { readonly traceparent?: string };
};

export function createTracing(): Tracing {
  const storage = new AsyncLocalStorage<Trace>();
  return {
    current: () => storage.getStore(),
    within: (trace, task) => storage.run(trace, task),
    begin: (traceparent) => newSpan(parseTraceparent(traceparent)),
    headers() {
      const trace = storage.getStore();
      return trace === undefined ? {} : { traceparent: formatTraceparent(trace) };
    },
  };
}
