import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/** The one incident that an id or a prefix names, or why there is none. */
export type FoundIncident = { readonly id: string } | { readonly id: undefined; readonly reason: string };

/** An id has 16 hex digits; a prefix at least 4, so that a slip of the finger rarely hits another incident. */
const idOrPrefix = /^[0-9a-f]{4,16}$/;

/** Served by incident_prefix. */
export async function findIncident(database: Database, text: string): Promise<FoundIncident> {
  const prefix = text.trim().toLowerCase();
  if (!idOrPrefix.test(prefix)) {
    return none(
      `"${text}" is no incident id: it takes 4 to 16 hex digits, as esm-monitor query incidents shows them.`,
    );
  }
  const rows = await ask<{ id: string }>(
    database,
    `SELECT id FROM esm.incident WHERE id LIKE $1 || '%' ORDER BY id LIMIT 4`,
    [prefix],
  );
  const [first, ...others] = rows.map(({ id }) => id);
  if (first === undefined) return none(`No incident has the id ${prefix}.`);
  if (others.length === 0) return { id: first };
  const named = [first, ...others.slice(0, 2)].join(', ');
  return none(`Several incidents begin with ${prefix}: ${named}${others.length > 2 ? ' and more' : ''}.`);
}

function none(reason: string): FoundIncident {
  return { id: undefined, reason };
}
