import { DatabaseError } from 'pg';

/** Conditions by their SQLSTATE (PostgreSQL, Appendix A), under names that say what to look for. */
const names: { readonly [state: string]: string } = {
  '23505': 'UniqueViolationError',
  '42703': 'UndefinedColumnError',
  '42P01': 'UndefinedTableError',
  '53300': 'TooManyConnectionsError',
  '55000': 'DatabaseClosedError',
  '55P03': 'LockNotAvailableError',
  '57014': 'QueryCanceledError',
  '57P01': 'AdminShutdownError',
};

/**
 * Throws the error on under a name of its own. The driver calls every answer of the server's `error`, so that a column that
 * is missing and a query that took too long, at the same place of the code, would be one problem to whoever groups by name
 * and stack.
 */
export function throwNamed(error: unknown): never {
  if (error instanceof DatabaseError) {
    const name = names[error.code ?? ''] ?? 'DatabaseError';
    // V8 wrote the old name into the stack when the error was made.
    Object.assign(error, { name, stack: error.stack?.replace(/^error: /, `${name}: `) });
  }
  throw error;
}
