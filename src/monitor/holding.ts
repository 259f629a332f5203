import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchControls } from '../ports.ts';

/** While a handler waits it must tell the group that it lives; the client limits how often that is really sent. */
const heartbeatMs = 500;

/** Waits for `work`, telling the group meanwhile that this member lives. Rejects when the group rebalances. */
export async function holding<T>(work: Promise<T>, controls: BatchControls): Promise<T> {
  const pending = Symbol('pending');
  work.catch(() => {}); // a failure after a heartbeat's would have nobody to hear it
  for (;;) {
    const timer = new AbortController();
    const tick = sleep(heartbeatMs, pending, { signal: timer.signal, ref: false }).catch(() => pending);
    const first = await Promise.race([work, tick]);
    timer.abort();
    if (first !== pending) return first as T;
    await controls.heartbeat();
  }
}
