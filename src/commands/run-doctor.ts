import chalk from 'chalk';
import type { AlertTargets } from '../config/alert-config.ts';
import type { KafkaConfig } from '../config/kafka-config.ts';
import type { StoreConfig } from '../config/store-config.ts';
import { checkAlerts } from '../doctor/check-alerts.ts';
import { checkKafka, type StoredPositions } from '../doctor/check-kafka.ts';
import { checkPostgres } from '../doctor/check-postgres.ts';
import { checkRedis } from '../doctor/check-redis.ts';
import { checkTerminal } from '../doctor/check-terminal.ts';
import { type Finding, warn } from '../doctor/finding.ts';
import { MonitorError } from '../errors.ts';
import { toLine, write } from '../output/json-lines.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import { queryPositions } from '../postgres/positions.ts';
import type { Context } from './context.ts';

export type DoctorRun = {
  readonly kafka: KafkaConfig;
  readonly store: StoreConfig;
  readonly alerts: AlertTargets | undefined;
  readonly json: boolean;
};

/**
 * Prints a verdict on everything the monitor depends on.
 *
 * @throws MonitorError `UNHEALTHY` when something that is needed can't be used.
 */
export async function runDoctor({ kafka, store, alerts, json }: DoctorRun, context: Context): Promise<void> {
  const { stdout, env, signal } = context;
  const findings = (
    await Promise.all([
      checkKafka(kafka, positionsIn(store, kafka.group, signal)),
      checkPostgres(store, signal),
      checkRedis(store.redisUrl).then((finding) => [finding]),
      checkTerminal(stdout, env),
      checkAlerts(alerts, env),
      store.plainLogins.map(({ what, toDo }) => warn('Plain text', what, toDo)),
    ])
  ).flat();
  await write(stdout, findings.map((finding) => `${json ? toLine(finding) : lineOf(finding)}\n`).join(''));
  const failed = findings.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return;
  throw new MonitorError(
    'UNHEALTHY',
    `${failed.map(({ check }) => check).join(', ')} can't be used: the monitor can't work.`,
    'What to do stands beside each check.',
  );
}

/** What Postgres knows of a group; that it can't be asked is told by a check of its own. */
function positionsIn(store: StoreConfig, group: string, signal: AbortSignal): StoredPositions {
  return async (clusterId, topics) => {
    try {
      const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor doctor', signal);
      const positions = queryPositions(database, { clusterId, group }, topics);
      return (await positions.finally(() => database.close())).size;
    } catch {
      return undefined;
    }
  };
}

const signs: { readonly [verdict in Finding['verdict']]: string } = {
  ok: chalk.green('✓ ok  '),
  warn: chalk.yellow('! warn'),
  fail: chalk.red('✗ fail'),
  off: chalk.dim('○ off '),
};

function lineOf({ check, verdict, detail, hint }: Finding): string {
  return `${signs[verdict]} ${check.padEnd(20)} ${detail}${hint === null ? '' : `\n${' '.repeat(28)}→ ${hint}`}`;
}
