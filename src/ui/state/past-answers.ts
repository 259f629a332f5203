import { messageOf } from '../../errors.ts';
import type { History } from '../../ports.ts';
import { occurrenceKey } from './occurrence.ts';
import type { Loaded, LoadedTimeline, OpenIncident, Wish } from './past.ts';

/** The store's answer; a failure keeps the one before it. */
export async function load<T>(before: Loaded<T>, ask: () => Promise<T>): Promise<Loaded<T>> {
  const at = Date.now();
  try {
    return { value: await ask(), problem: null, at };
  } catch (error) {
    return { ...before, problem: messageOf(error) };
  }
}

/** The occurrences as they were, where the answer has the one no more that somebody reads. */
export function keeping(
  held: string | null,
  { value: before }: Loaded<OpenIncident>,
  loaded: Loaded<OpenIncident>,
): Loaded<OpenIncident> {
  const { value } = loaded;
  if (held === null || !value || before?.id !== value.id) return loaded;
  const has = ({ occurrences }: OpenIncident): boolean =>
    occurrences.some((error) => occurrenceKey(error) === held);
  if (has(value) || !has(before)) return loaded;
  return { ...loaded, value: { ...value, occurrences: before.occurrences } };
}

/** The page of an incident, with its newest occurrences where they are asked for. */
export async function openIncident(
  history: History,
  { id, occurrences }: NonNullable<Wish['incident']>,
): Promise<OpenIncident> {
  const detail = await history.incident(id);
  return {
    id,
    detail,
    occurrences: occurrences === 0 || !detail ? [] : await history.occurrences(id, occurrences),
  };
}

/** The buckets up to the one that `now` lies in. */
export async function loadTimeline(
  history: History,
  { bucketMs, buckets, services }: NonNullable<Wish['timeline']>,
  now: number,
): Promise<LoadedTimeline> {
  const until = Math.floor(now / bucketMs) * bucketMs + bucketMs;
  const since = until - bucketMs * buckets;
  const found = await history.timeline(since, until, bucketMs, services.length === 0 ? undefined : services);
  return { since, until, bucketMs, buckets: found };
}
