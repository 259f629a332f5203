import { randomUUID } from 'node:crypto';
import { codeOf, type Pool } from '../shared/database.ts';
import { HttpError } from '../shared/http-error.ts';

/** A user as others may see it. */
export type User = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
};

export type NewUser = { readonly email: string; readonly name: string; readonly passwordHash: string };
/** An event that goes out with the registration. */
export type Registered = {
  readonly topic: string;
  readonly traceparent: string | undefined;
};

export type Users = {
  /** @throws HttpError 409 when the address is taken. */
  register(user: NewUser, event: Registered): Promise<User>;
  find(id: string): Promise<User | undefined>;
  credentials(email: string): Promise<{ readonly id: string; readonly passwordHash: string } | undefined>;
  /** Answers the user as it is now. @throws HttpError 409 when the address is taken. */
  change(id: string, changes: { readonly email?: string; readonly name?: string }): Promise<User | undefined>;
  remove(id: string): Promise<boolean>;
};

type Row = { readonly id: string; readonly email: string; readonly name: string; readonly created_at: Date };

export function createUsers(database: Pool, profileColumns: readonly string[]): Users {
  const columns = profileColumns.join(', ');
  return {
    async register({ email, name, passwordHash }, { topic, traceparent }) {
      const { rows } = await database
        .query<Row>(
          `WITH new_user AS (
             INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4)
             RETURNING id, email, name, created_at
           ), event AS (
             INSERT INTO outbox (topic, key, value, traceparent)
             SELECT $5, id::text,
                    jsonb_build_object('eventId', $7::text, 'userId', id, 'email', email, 'name', name, 'at', created_at),
                    $6
             FROM new_user
           )
           SELECT * FROM new_user`,
          [randomUUID(), email, name, passwordHash, topic, traceparent, randomUUID()],
        )
        .catch(refuseTaken);
      return toUser(rows[0]) ?? unreachableRow();
    },
    async find(id) {
      const { rows } = await database.query<Row>(`SELECT ${columns} FROM users WHERE id = $1`, [id]); // primary key
      return toUser(rows[0]);
    },
    async credentials(email) {
      const { rows } = await database.query<{ id: string; passwordHash: string }>(
        'SELECT id, password_hash AS "passwordHash" FROM users WHERE lower(email) = lower($1)', // users_email_key
        [email],
      );
      return rows[0];
    },
    async change(id, { email, name }) {
      const { rows } = await database
        .query<Row>(
          `UPDATE users SET email = coalesce($2, email), name = coalesce($3, name) WHERE id = $1 RETURNING ${columns}`,
          [id, email, name],
        )
        .catch(refuseTaken);
      return toUser(rows[0]);
    },
    async remove(id) {
      const { rowCount } = await database.query('DELETE FROM users WHERE id = $1', [id]);
      return rowCount === 1;
    },
  };
}

function toUser(row: Row | undefined): User | undefined {
  if (row === undefined) return undefined;
  const { id, email, name, created_at } = row;
  return { id, email, name, createdAt: created_at.toISOString() };
}

function refuseTaken(error: unknown): never {
  if (codeOf(error) === '23505') throw new HttpError(409, 'There is a user with this email already.');
  throw error;
}

function unreachableRow(): never {
  throw new Error('INSERT … RETURNING answered no row');
}
