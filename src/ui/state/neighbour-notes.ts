import { logKey } from '../../log-key.ts';
import type { LogError } from '../../types.ts';
import { occurrenceKey } from './occurrence.ts';
import type { SurroundingsSnapshot } from './surroundings.ts';

/** What a person should know of an error's neighbours before reading them, as sentences. */
export function neighbourNotes(error: LogError, { value, problem }: SurroundingsSnapshot): readonly string[] {
  if (problem !== null) return [`${problem} o tries again, Esc goes back.`];
  if (!value) return [];
  const { low, high, neighbours: rows } = value;
  const log = logKey(error);
  if (error.offset >= high) return [`${log} ends before this error: the topic was made anew since.`];
  if (error.offset < low) return [`Kafka has deleted this error by retention: ${log} begins at ${low} now.`];
  const self = rows.find((row) => occurrenceKey(row) === occurrenceKey(error));
  if (!self && rows.some(({ offset }) => offset > error.offset))
    return ['Kafka has no record at the place of this error any more: compaction took it.'];
  if (self && self.at !== error.at)
    return ['Another record stands at the place of this error: the topic was made anew since.'];
  return [];
}
