import { setTimeout as sleep } from 'node:timers/promises';
import { MonitorError } from '../errors.ts';
import type { AlertQueue } from '../postgres/alert-queue.ts';
import type { AlertTarget, Delivery } from './delivery.ts';
import { type Sender, toMessage } from './message.ts';

export type AlertsOptions = {
  readonly queue: AlertQueue;
  readonly target: AlertTarget;
  readonly sender: () => Sender;
  /** Hears when sending begins to fail, and of each message that was refused. */
  readonly notice: (text: string) => void;
  /** Hears when sending works again. */
  readonly inform: (text: string) => void;
  /** Between two looks at an empty queue. */
  readonly everyMs?: number;
  /** After a failure: the first wait, doubled with each further one up to the longest. */
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number };
  /** A message on its way when `signal` aborts may take so long to arrive. */
  readonly graceMs?: number;
};

/**
 * Sends what is queued for one address, one message at a time, until `signal` aborts.
 *
 * Failures of the receiver or the store are waited out and told as notices; they never reject. A message counts as sent
 * once the receiver took it, so one that was on its way when its member died comes twice.
 */
export async function runAlerts(options: AlertsOptions, signal: AbortSignal): Promise<void> {
  const { queue, target, sender, notice, inform, everyMs = 2_000, graceMs = 2_000 } = options;
  const { firstMs, longestMs } = options.backOff ?? { firstMs: 1_000, longestMs: 60_000 };
  let failures = 0;
  /** Not earlier is the receiver tried again; on the clock of `performance.now()`. */
  let tryAt = 0;
  let storeRefuses = false;

  /** Answers whether there may be more to do at once. While a failure is waited out, the lead is kept. */
  async function round(): Promise<boolean> {
    const alert = await queue.next();
    storeRefuses = false;
    if (alert === undefined || signal.aborted || performance.now() < tryAt) return false;
    const delivery = await withGrace((ending) => target.deliver(toMessage(alert, sender()), ending));
    if (delivery.outcome === 'done') await queue.sent(alert.id);
    if (delivery.outcome === 'refused') await queue.drop(alert.id);
    if (!signal.aborted) await heed(delivery);
    return delivery.outcome !== 'failed';
  }

  async function heed(delivery: Delivery): Promise<void> {
    if (delivery.outcome === 'refused') {
      notice(`${target.name} refused an alert: ${delivery.reason}.`);
    } else if (delivery.outcome === 'done') {
      if (failures > 0) inform(`Alerts reach ${target.name} again.`);
      failures = 0;
    } else {
      if (failures === 0) {
        notice(`Alerts don't reach ${target.name}: ${delivery.reason}. ${await queue.waiting()} waiting.`);
      }
      const waitMs = Math.min(firstMs * 2 ** failures, longestMs);
      failures += 1;
      tryAt = performance.now() + Math.max(waitMs, delivery.waitMs ?? 0);
    }
  }

  /** The end of the monitor cuts no message short that is nearly there. */
  async function withGrace(task: (signal: AbortSignal) => Promise<Delivery>): Promise<Delivery> {
    const ending = new AbortController();
    const done = new AbortController();
    const onAbort = () =>
      sleep(graceMs, undefined, { signal: done.signal }).then(
        () => ending.abort(),
        () => {},
      );
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await task(ending.signal);
    } finally {
      done.abort();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Postgres away is the store's to tell; what it refuses is told once. */
  function outlast(error: unknown): false {
    if (!(error instanceof MonitorError)) throw error;
    if (error.code !== 'POSTGRES_UNREACHABLE' && !storeRefuses) {
      storeRefuses = true;
      notice(`No alerts can be sent: ${error.message}`);
    }
    return false;
  }

  while (!signal.aborted) {
    const more = await round().catch(outlast);
    if (!more) await sleep(everyMs, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
  await queue.release().catch(() => {}); // else its lease runs out
}
