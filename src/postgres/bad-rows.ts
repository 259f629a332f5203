import { messageOf } from '../errors.ts';
import { nothingCounted } from '../tally.ts';
import type { BatchResult, DeadLetter, LogError } from '../types.ts';
import { faultOf } from './faults.ts';

/**
 * The batch without the errors the server can't take, which become dead letters with the server's reason.
 *
 * Found by halving: `tryOut` runs a part of the batch and takes it back. Rejects with whatever else goes wrong.
 */
export async function withoutBadRows(
  batch: BatchResult,
  tryOut: (part: BatchResult) => Promise<void>,
): Promise<BatchResult> {
  const good: LogError[] = [];
  const bad: DeadLetter[] = [];

  async function sort(errors: readonly LogError[]): Promise<void> {
    const reason = await faultWith(errors);
    if (reason === undefined) {
      good.push(...errors);
      return;
    }
    const [first] = errors;
    if (first !== undefined && errors.length === 1) {
      bad.push({
        offset: first.offset,
        at: first.at,
        reason,
        sample: JSON.stringify(first.message.slice(0, 512)),
      });
      return;
    }
    const middle = Math.ceil(errors.length / 2);
    await sort(errors.slice(0, middle));
    await sort(errors.slice(middle));
  }

  async function faultWith(errors: readonly LogError[]): Promise<string | undefined> {
    try {
      await tryOut({ ...batch, errors, deadLetters: [], counts: nothingCounted });
      return undefined;
    } catch (error) {
      if (faultOf(error) !== 'data') throw error;
      return `Postgres can't store it: ${messageOf(error)}`;
    }
  }

  await sort(batch.errors);
  return { ...batch, errors: good, deadLetters: [...batch.deadLetters, ...bad] };
}
