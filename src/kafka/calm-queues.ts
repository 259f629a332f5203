import { createRequire } from 'node:module';

/** The part of kafkajs's queue of one connection's requests that is looked at here. */
type RequestQueue = {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
};

let calm = false;

/**
 * Lets idle connections sleep: kafkajs 2.2.4, its last version, looks at each one's empty queue every millisecond, by a
 * timer whose time is long past, and Node warns of such timers. A look is needed only while a request waits; one that
 * comes while the broker wants a pause plans its own.
 *
 * @throws Error when the client has no such queue, so that a new version of it can't go unnoticed.
 */
export function calmQueues(): void {
  if (calm) return;
  const prototype: RequestQueue = createRequire(import.meta.url)(
    'kafkajs/src/network/requestQueue/index.js',
  ).prototype;
  const schedule = prototype.scheduleCheckPendingRequests;
  if (typeof schedule !== 'function') throw new Error('This version of kafkajs has another request queue.');
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  calm = true;
}
