import type { ClientBase } from 'pg';

type Undone = { readonly id: string } | { readonly refusal: string };

type EntryRow = { readonly triage_id: string; readonly incident_id: string; readonly later: string | null };

/**
 * Puts back what the newest triage of `by` changed, and marks it undone. Served by triage_by and triage_incident.
 *
 * What somebody else decided about the same incident afterwards stays: then nothing is undone.
 */
export async function undoNewest(client: ClientBase, by: string): Promise<Undone> {
  const { rows } = await client.query<EntryRow>(
    `SELECT triage_id, incident_id,
            (SELECT later.by FROM esm.triage AS later
              WHERE later.incident_id = entry.incident_id AND later.triage_id > entry.triage_id
                AND later.undone_at IS NULL
              ORDER BY later.triage_id DESC LIMIT 1) AS later
       FROM esm.triage AS entry
      WHERE by = $1 AND undone_at IS NULL
      ORDER BY triage_id DESC LIMIT 1
        FOR UPDATE`,
    [by],
  );
  const entry = rows[0];
  if (entry === undefined) return { refusal: 'There is nothing to undo.' };
  if (entry.later !== null) {
    return {
      refusal: `${entry.later} has decided about ${entry.incident_id} since; reopen it to start anew.`,
    };
  }
  await client.query(putBackSql, [entry.triage_id]);
  await client.query('UPDATE esm.triage SET undone_at = now() WHERE triage_id = $1', [entry.triage_id]);
  return { id: entry.incident_id };
}

/** Columns that the action did not touch are not in `before` and stay as they are. */
const putBackSql = `
UPDATE esm.incident
   SET ${['resolved_at', 'regressed_at', 'escalating_at', 'muted_at', 'muted_until']
     .map((column) => `${column} = ${restored(column, 'timestamptz')}`)
     .join(', ')},
       muted_per_minute = ${restored('muted_per_minute', 'integer')}
  FROM esm.triage
 WHERE triage_id = $1 AND id = incident_id`;

function restored(column: string, type: string): string {
  return `CASE WHEN jsonb_exists(before, '${column}') THEN (before ->> '${column}')::${type} ELSE ${column} END`;
}
