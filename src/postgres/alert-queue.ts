import type { ClientBase } from 'pg';
import type { Alert, AlertWish, MoreChanges } from '../alerts/alert.ts';
import {
  foldSql,
  leaseSql,
  nextSql,
  silenceOverSql,
  silenceSql,
  summarySql,
  unwantedSql,
} from './alert-sql.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { queryIncident } from './query-incident.ts';
import { inTransaction } from './transaction.ts';

export type AlertQueueOptions = {
  readonly database: Database;
  readonly group: string;
  /** Tells this address from others; a hash, since addresses may hold secrets. */
  readonly address: string;
  readonly changes: readonly AlertWish[];
  /** Records missing for so long are told of; undefined never tells. */
  readonly silenceMs: number | undefined;
  /** Messages in an hour. The last of them is kept for what sums up the rest. */
  readonly maxPerHour: number;
  /** Names this process among the members. */
  readonly member: string;
};

/** What is to be told to one address, kept in Postgres: any member may go on where another stopped. */
export type AlertQueue = {
  /**
   * The oldest message to send now, for the one member that leads this address; undefined for the others, and when there
   * is none. Before that it drops what nobody needs any more and sums up what is too much.
   */
  next(): Promise<Alert | undefined>;
  /** It was sent. */
  sent(id: string): Promise<void>;
  /** It can't be sent, ever. */
  drop(id: string): Promise<void>;
  /** Messages that wait. */
  waiting(): Promise<number>;
  /** Lets another member lead at once. */
  release(): Promise<void>;
};

/** After so long without a word from its leader, another member leads. Longer than one attempt to send. */
const leaseMs = 45_000;

/**
 * Joins the members that send to `address`: from here on changes are queued for it.
 *
 * Every method rejects with MonitorError when Postgres can't be reached or refuses.
 */
export async function openAlertQueue(options: AlertQueueOptions): Promise<AlertQueue> {
  const { database, group, address, changes, silenceMs, maxPerHour, member } = options;
  const startedAt = performance.now();
  const targetId = await register(database, group, address, changes);

  /** In one transaction, so that a member that dies in the midst has changed nothing. */
  async function tidy(client: ClientBase): Promise<void> {
    await client.query(unwantedSql, [targetId, group]);
    await client.query(foldSql, [targetId, maxPerHour]);
    await client.query(summarySql, [targetId, maxPerHour]);
  }

  async function lookForSilence(): Promise<void> {
    if (silenceMs === undefined) return;
    await ask(database, silenceOverSql, [targetId, group]);
    await ask(database, silenceSql, [targetId, group, silenceMs, performance.now() - startedAt]);
  }

  return {
    async next() {
      const [lease] = await ask<{ busy: boolean }>(database, leaseSql, [targetId, member, leaseMs]);
      if (lease === undefined) return undefined;
      await lookForSilence();
      if (!lease.busy) return undefined;
      await inTransaction(database, tidy);
      const [row] = await ask<AlertRow>(database, nextSql, [targetId]);
      return row && (await toAlert(database, row));
    },
    async sent(id) {
      await ask(database, 'UPDATE esm.alert SET sent_at = now() WHERE alert_id = $1', [id]);
    },
    async drop(id) {
      await ask(database, 'DELETE FROM esm.alert WHERE alert_id = $1', [id]);
    },
    async waiting() {
      const [row] = await ask<{ waiting: number }>(
        database,
        'SELECT count(*)::int AS waiting FROM esm.alert WHERE target_id = $1 AND sent_at IS NULL',
        [targetId],
      );
      return row?.waiting ?? 0;
    },
    async release() {
      await ask(
        database,
        'UPDATE esm.alert_target SET lease_until = now() WHERE target_id = $1 AND leader = $2',
        [targetId, member],
      );
    },
  };
}

/** What was kept for an address that nobody served for a day is old news. Served by the unique key. */
async function register(
  database: Database,
  group: string,
  address: string,
  changes: readonly AlertWish[],
): Promise<number> {
  const rows = await ask<{ target_id: number }>(
    database,
    `INSERT INTO esm.alert_target AS target (consumer_group, address, changes) VALUES ($1, $2, $3)
     ON CONFLICT (consumer_group, address) DO UPDATE
        SET changes = excluded.changes, seen_at = now(),
            more_since = CASE WHEN target.seen_at > now() - interval '1 day' THEN target.more_since END
     RETURNING target_id`,
    [group, address, changes],
  );
  return rows[0]?.target_id ?? 0;
}

type AlertRow = { readonly id: string; readonly at: number } & (
  | { readonly change: 'new' | 'regressed' | 'escalating'; readonly incident: string }
  | { readonly change: 'silence'; readonly about: { readonly since: number } }
  | { readonly change: 'silence-over'; readonly about: { readonly since: number } }
  | { readonly change: 'summary'; readonly about: MoreChanges }
);

async function toAlert(database: Database, row: AlertRow): Promise<Alert | undefined> {
  const { id, at } = row;
  switch (row.change) {
    case 'silence':
    case 'silence-over':
      return { id, at, change: row.change, since: row.about.since };
    case 'summary':
      return { id, at, change: row.change, more: row.about };
    default: {
      const incident = await queryIncident(database, row.incident);
      return incident && { id, at, change: row.change, incident };
    }
  }
}
