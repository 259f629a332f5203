import type { BatchControls } from '../ports.ts';

/** While a handler waits it must tell the group that it lives; the client limits how often that is really sent. */
const heartbeatMs = 500;

/** Waits for `work`, telling the group meanwhile that this member lives. Rejects when the group rebalances. */
export async function holding<T>(work: Promise<T>, controls: BatchControls): Promise<T> {
  const pending = Symbol('pending');
  work.catch(() => {}); // a failure after a heartbeat's would have nobody to hear it
  for (;;) {
    const tick = Promise.withResolvers<typeof pending>();
    const timer = setTimeout(tick.resolve, heartbeatMs, pending).unref();
    const first = await Promise.race([work, tick.promise]).finally(() => clearTimeout(timer));
    if (first !== pending) return first as T;
    await controls.heartbeat();
  }
}
