import type { LogId } from '../../types.ts';
import type { OpenIncident } from './past.ts';
import type { IncidentPage, Page } from './view.ts';

/** What names one event for good: its coordinates. A record that can't be read has no parts. */
export function occurrenceKey({
  topic,
  partition,
  offset,
  part = 0,
}: LogId & { readonly offset: bigint; readonly part?: number }): string {
  return `${topic}/${partition}@${offset}/${part}`;
}

/** The page with the occurrence that it shows held: who reads it loses it to no newer one. */
export function withOccurrenceHeld(page: Page, opened: OpenIncident | null): Page {
  const newest = opened?.occurrences[0];
  if (page.name !== 'incident' || page.occurrence !== null || newest === undefined) return page;
  return { ...page, occurrence: occurrenceKey(newest) };
}

/** Index of the occurrence that an incident's page shows; the newest one when the chosen one is not there. */
export function occurrenceIndex(page: IncidentPage, { occurrences }: OpenIncident): number {
  if (page.occurrence === null) return 0;
  return Math.max(
    0,
    occurrences.findIndex((error) => occurrenceKey(error) === page.occurrence),
  );
}
