import type { Database } from '../postgres/pool.ts';
import { type ErrorCursor, queryErrorPage } from '../postgres/query-errors.ts';
import type { LogError } from '../types.ts';
import type { ErrorsAnswer, ErrorsQuestion } from './http-store.ts';

/** So many rows are in memory beyond what has room in the answer. */
const pageRows = 100;
/** Names, numbers and punctuation of one error. */
const otherBytes = 1_024;

/**
 * The newest errors, as many as have room; at least one.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function errorsWithin(
  database: Database,
  { services, limit, maxBytes }: ErrorsQuestion,
): Promise<ErrorsAnswer> {
  const errors: LogError[] = [];
  let bytes = 0;
  let after: ErrorCursor | undefined;
  while (errors.length < limit) {
    const rows = Math.min(pageRows, limit - errors.length);
    const page = await queryErrorPage(database, {
      ...{ services, levels: [], since: undefined, until: undefined, limit: rows },
      ...(after === undefined ? {} : { after }),
    });
    for (const error of page.errors) {
      bytes += bytesOf(error);
      if (bytes > maxBytes && errors.length > 0) return { errors, truncated: true };
      errors.push(error);
    }
    if (page.errors.length < rows) break;
    after = page.placeOf(page.errors.length - 1);
  }
  return { errors, truncated: false };
}

/** As JSON writes the long texts: a line feed or a quote takes two. */
function bytesOf({ message, stack }: LogError): number {
  return Buffer.byteLength(JSON.stringify(message)) + Buffer.byteLength(JSON.stringify(stack)) + otherBytes;
}
