import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Peers } from './peers.ts';

/** What a task can be, and what it needs. */
export type Work =
  | { readonly kind: 'checksum'; readonly input: { readonly text: string } }
  /** `document` is JSON: a list of objects with a numeric `amount`. */
  | { readonly kind: 'import'; readonly input: { readonly document: string } }
  /** Mails the user. */
  | { readonly kind: 'report'; readonly input: { readonly subject: string } }
  | { readonly kind: 'wait'; readonly input: { readonly milliseconds: number } };

/**
 * Does the work and answers its result.
 *
 * @throws whatever is wrong with the input or with another service; what `signal` aborts rejects with its reason.
 */
export async function doWork(
  work: Work,
  userId: string,
  peers: Peers,
  signal: AbortSignal,
): Promise<unknown> {
  switch (work.kind) {
    case 'checksum':
      return { sha256: createHash('sha256').update(work.input.text).digest('hex') };
    case 'import':
      return importRows(work.input.document);
    case 'report':
      return { notification: await peers.mail(userId, work.input.subject, 'Your report is ready.') };
    case 'wait':
      return await sleep(work.input.milliseconds, { waited: work.input.milliseconds }, { signal });
  }
}

function importRows(document: string): { readonly rows: number; readonly amount: number } {
  const rows: unknown = JSON.parse(document);
  if (!Array.isArray(rows)) throw new TypeError('The document is no list');
  const amount = rows.reduce<number>((sum, row, index) => sum + amountOf(row, index), 0);
  return { rows: rows.length, amount };
}

function amountOf(row: unknown, index: number): number {
  if (typeof row === 'object' && row !== null && 'amount' in row && typeof row.amount === 'number')
    return row.amount;
  throw new RangeError(`Row ${index} has no amount`);
}
