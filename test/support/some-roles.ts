import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { aDatabase } from './a-database.ts';

/** Addresses of one database for each of the users who may do different things there. */
export type SomeRoles = {
  readonly admin: string;
  readonly owner: string;
  readonly app: string;
  readonly read: string;
};

/** With a quote and a character that URLs escape; without a blank, which PGOPTIONS could not carry. */
const password = "it's-a/password";

/** Makes the roles of sql/roles.sql, as an administrator does with psql, in an empty database or a given one. */
export async function someRoles(databaseUrl?: string): Promise<SomeRoles> {
  const admin = databaseUrl ?? (await aDatabase());
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    for (const role of ['owner', 'app', 'read'])
      await client.query('SELECT set_config($1, $2, false)', [`esm.${role}_password`, password]);
    await client.query(readFileSync(new URL('../../sql/roles.sql', import.meta.url), 'utf8'));
  } finally {
    await client.end();
  }
  const as = (user: string) => {
    const url = new URL(admin);
    url.username = user;
    url.password = encodeURIComponent(password);
    return url.href;
  };
  return { admin, owner: as('esm_owner'), app: as('esm_app'), read: as('esm_read') };
}

/** Runs statements as one user; answers why each was refused, `done` where it was not. */
export async function tried(url: string, statements: readonly string[]): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const outcomes: string[] = [];
    for (const statement of statements)
      outcomes.push(
        await client.query(statement).then(
          () => 'done',
          (error: Error) => error.message,
        ),
      );
    return outcomes;
  } finally {
    await client.end();
  }
}
