import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createCommand } from '../alerts/create-command.ts';
import { createWebhook } from '../alerts/create-webhook.ts';
import type { AlertTarget } from '../alerts/delivery.ts';
import { runAlerts } from '../alerts/run-alerts.ts';
import type { AlertConfig, AlertTargets } from '../config/alert-config.ts';
import type { HealthBoard } from '../monitor/health.ts';
import { isUnreachable, retry } from '../monitor/retry.ts';
import { openAlertQueue } from '../postgres/alert-queue.ts';
import type { Database } from '../postgres/pool.ts';

/** Alerts of a running `watch`. */
export type Alerts = {
  /** Sends until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
};

/** Joins the members that send alerts; from here on every change is queued, whichever member stores it. */
export async function openAlerts(
  config: AlertConfig,
  database: Database,
  health: HealthBoard,
  signal: AbortSignal,
): Promise<Alerts> {
  const { changes, silenceMs, maxPerHour } = config;
  const { group } = health.snapshot();
  const member = randomUUID();
  const host = hostname();
  const sender = () => {
    const { kafka } = health.snapshot();
    return { group, host, trouble: kafka.state === 'down' ? kafka.detail : null };
  };
  const sendings = await Promise.all(
    targetsOf(config).map(async (target) => {
      const { address } = target;
      const options = { database, group, address, changes, silenceMs, maxPerHour, member };
      const queue = await retry(() => openAlertQueue(options), isUnreachable, signal);
      return { queue, target, sender, notice: health.notice, inform: health.inform };
    }),
  );
  return {
    run: async (signal) => {
      await Promise.all(sendings.map((sending) => runAlerts(sending, signal)));
    },
  };
}

/** The web hooks, then the command. */
function targetsOf({ urls, allowPrivate, command, commandEnv }: AlertTargets): readonly AlertTarget[] {
  const webhooks = urls.map((url) => createWebhook({ url, allowPrivate }));
  return command === undefined ? webhooks : [...webhooks, createCommand({ ...command, env: commandEnv })];
}
