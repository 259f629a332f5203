import type { Client } from 'pg';
import type { Database } from '../../../src/postgres/pool.ts';

type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** A database that remembers the statements it was asked. */
export function remembering(database: Database): {
  readonly database: Database;
  readonly asked: Statement[];
} {
  const asked: Statement[] = [];
  const pool = new Proxy(database.pool, {
    get: (target, name) =>
      name !== 'query'
        ? Reflect.get(target, name)
        : (text: string, values: readonly unknown[] = []) => {
            asked.push({ text, values });
            return target.query(text, [...values]);
          },
  });
  return { database: { ...database, pool }, asked };
}

/** A table of fewer rows is read whole for good reason. */
const largeRows = 20_000;
/** Tables with a row for each error, or for each minute or hour of something. */
const growing = '^(error_[0-9]+|folded_(minute|hour|incident_minute|incident_hour))$';

/** Large tables that the plans of the statements read from end to end, each once. */
export async function wholeScans(
  client: Client,
  statements: readonly Statement[],
): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ relname: string }>(
    'SELECT relname FROM pg_class WHERE relname ~ $1 AND reltuples > $2',
    [growing, largeRows],
  );
  const large = new Set(tables.map(({ relname }) => relname));
  const found = new Set<string>();
  for (const { text, values } of statements) {
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `EXPLAIN (FORMAT JSON) ${text}`,
      [...values],
    );
    for (const { Plan } of rows.flatMap((row) => row['QUERY PLAN'])) {
      for (const node of nodesOf(Plan)) {
        const table = node['Relation Name'] ?? '';
        if (node['Node Type'] === 'Seq Scan' && large.has(table)) found.add(table);
      }
    }
  }
  return [...found];
}

type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
};

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
