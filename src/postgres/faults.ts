import { MonitorError } from '../errors.ts';

/** What a failed statement means for the batch it carried. */
export type Fault =
  /** The server is away, full, restarting or busy: the same batch will succeed later. */
  | 'environment'
  /** A value that the server can't take: the same batch will fail again. */
  | 'data'
  /** Wrong password, missing right, missing table: a person must act. */
  | 'setup';

/**
 * Sorts a driver's error by its SQLSTATE class; an error without one comes from the connection.
 *
 * Source: PostgreSQL, Appendix A (error codes). 57014 (statement cancelled, also by its timeout) counts as environment.
 */
export function faultOf(error: unknown): Fault {
  const code = sqlState(error);
  if (code === undefined) return 'environment';
  const class_ = code.slice(0, 2);
  if (class_ === '22' || class_ === '54') return 'data';
  if (['08', '25', '40', '53', '55', '57', '58', 'XX'].includes(class_)) return 'environment';
  return 'setup';
}

/** Whether a row is in the way: it is stored already, or holds a value that the server can't take. */
export function isOfRow(error: unknown): boolean {
  return sqlState(error) === uniqueViolation || faultOf(error) === 'data';
}

const uniqueViolation = '23505';

type Story = { readonly what: string; readonly hint: string };

/** SQLSTATEs that say more than their class. */
const stories: { readonly [state: string]: Story } = {
  // query_canceled: by statement_timeout, or by an administrator
  57014: {
    what: 'did not answer in time',
    hint: 'Ask for less (a shorter time, one service), or again later.',
  },
  // read_only_sql_transaction
  25006: {
    what: 'only reads here',
    hint: 'Writing takes a DATABASE_URL of a user that may (esm_app, not esm_read), and of the primary server.',
  },
  // insufficient_privilege
  42501: { what: 'refused a statement', hint: 'esm-monitor doctor says which rights the user lacks.' },
};
const away: Story = {
  what: "can't be used",
  hint: 'Check DATABASE_URL and that the server runs, or unset DATABASE_URL to use the built-in server.',
};
const refused: Story = {
  what: 'refused a statement',
  hint: 'Check the user, its password and its rights in DATABASE_URL.',
};

/**
 * Turns a driver's error into one that says what to do. `address` carries no password.
 *
 * @throws The error itself where it is a bug of ours: it would be waited for like a server that is away.
 */
export function toMonitorError(error: unknown, address: string): MonitorError {
  if (error instanceof MonitorError) return error;
  if (isBug(error)) throw error;
  const passes = faultOf(error) === 'environment';
  const { what, hint } = stories[sqlState(error) ?? ''] ?? (passes ? away : refused);
  return new MonitorError(
    passes ? 'POSTGRES_UNREACHABLE' : 'POSTGRES_FAILED',
    `Postgres at ${address} ${what}: ${reasonOf(error)}.`,
    hint,
    { cause: error },
  );
}

/** A port that no machine has is the one such error that comes from DATABASE_URL. */
function isBug(error: unknown): boolean {
  if (!(error instanceof TypeError || error instanceof RangeError)) return false;
  return !('code' in error) || error.code !== 'ERR_SOCKET_BAD_PORT';
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error) return (error.message || error.name).replace(/[.\s]+$/, '');
  return String(error);
}

/** The SQLSTATE of a driver's error; undefined for one that comes from the connection, or has another kind of code. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code) ? code : undefined;
}
