import type { ClientBase } from 'pg';
import type { Triage, TriageOutcome } from '../ports.ts';
import type { TriageEntry } from '../types.ts';
import { findIncident } from './find-incident.ts';
import type { Database } from './pool.ts';
import { queryIncident } from './query-incident.ts';
import { inTransaction } from './transaction.ts';
import { undoNewest } from './undo-triage.ts';

type Wish = {
  readonly action: TriageEntry['action'];
  readonly by: string;
  readonly note: string | undefined;
};

/** What an action does, in SQL; `values` follow the id, which is $1. */
type Change = {
  /** Kept in the triage log as they were, for undo. */
  readonly columns: readonly string[];
  readonly set: string;
  readonly values?: readonly (number | null)[];
  /** Why this incident, as it stands, can't take the action. */
  readonly refusal: (state: LockedIncident) => string | undefined;
};

type LockedIncident = { readonly resolved: boolean; readonly decided: boolean };

const mutedColumns = ['muted_at', 'muted_until', 'muted_per_minute'];
const allColumns = ['resolved_at', 'regressed_at', 'escalating_at', ...mutedColumns];
const unmute = 'muted_at = NULL, muted_until = NULL, muted_per_minute = NULL';

const resolving: Change = {
  columns: allColumns,
  set: `resolved_at = now(), regressed_at = NULL, escalating_at = NULL, ${unmute}`,
  refusal: () => undefined,
};

const reopening: Change = {
  columns: allColumns,
  set: `resolved_at = NULL, regressed_at = NULL, ${unmute}`,
  refusal: ({ decided }) => (decided ? undefined : 'It is open: neither resolved nor muted.'),
};

/** Decisions of people, each in one transaction with its entry in the triage log. */
export function createTriage(database: Database): Triage {
  async function act(text: string, change: Change, wish: Wish): Promise<TriageOutcome> {
    const found = await findIncident(database, text);
    if (found.id === undefined) return { outcome: 'refused', reason: found.reason };
    const { id } = found;
    const refusal = await inTransaction(database, (client) => decide(client, id, change, wish));
    return refusal === undefined ? await done(id) : { outcome: 'refused', reason: refusal };
  }

  async function done(id: string): Promise<TriageOutcome> {
    const incident = await queryIncident(database, id);
    if (incident === undefined)
      return { outcome: 'refused', reason: `No errors of ${id} are stored any more.` };
    return { outcome: 'done', incident };
  }

  return {
    resolve: (id, by, note) => act(id, resolving, { action: 'resolve', by, note }),
    reopen: (id, by, note) => act(id, reopening, { action: 'reopen', by, note }),
    mute: (id, how, by, note) => act(id, muting(how), { action: 'mute', by, note }),
    undo: async (by) => {
      const undone = await inTransaction(database, (client) => undoNewest(client, by));
      return 'id' in undone ? await done(undone.id) : { outcome: 'refused', reason: undone.refusal };
    },
  };
}

function muting(how: { readonly until: number } | { readonly perMinute: number }): Change {
  const until = 'until' in how ? how.until : null;
  const perMinute = 'perMinute' in how ? how.perMinute : null;
  return {
    columns: mutedColumns,
    set: 'muted_at = now(), muted_until = to_timestamp($2::float8 / 1000), muted_per_minute = $3::integer',
    values: [until, perMinute],
    refusal: ({ resolved }) => {
      if (until !== null && !(until > Date.now())) return 'The time to mute until has passed.';
      if (perMinute !== null && !(Number.isInteger(perMinute) && perMinute >= 1 && perMinute < 2 ** 31)) {
        return 'The errors a minute to mute up to are a whole number from 1 on.';
      }
      return resolved
        ? 'It is resolved, and silent until it comes back. To mute it all the same, reopen it first.'
        : undefined;
    },
  };
}

/** Locks the incident, writes down what was, then changes it; answers why not. Served by the primary key. */
async function decide(
  client: ClientBase,
  id: string,
  change: Change,
  { action, by, note }: Wish,
): Promise<string | undefined> {
  const { rows } = await client.query<LockedIncident>(
    `SELECT resolved_at IS NOT NULL AND regressed_at IS NULL AS resolved,
            resolved_at IS NOT NULL OR muted_until > now() OR muted_per_minute IS NOT NULL AS decided
       FROM esm.incident WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const refusal = rows[0] === undefined ? `No incident has the id ${id}.` : change.refusal(rows[0]);
  if (refusal !== undefined) return refusal;
  const before = change.columns.map((column) => `'${column}', ${column}`).join(', ');
  await client.query(
    `INSERT INTO esm.triage (incident_id, action, by, note, before)
     SELECT id, $2, $3, $4, jsonb_build_object(${before}) FROM esm.incident WHERE id = $1`,
    [id, action, by, note ?? null],
  );
  await client.query(`UPDATE esm.incident SET ${change.set} WHERE id = $1`, [id, ...(change.values ?? [])]);
  return undefined;
}
