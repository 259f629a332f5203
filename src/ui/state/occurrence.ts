import type { LogError } from '../../types.ts';
import type { OpenIncident } from './past.ts';
import type { IncidentPage } from './view.ts';

/** What names one error for good: its coordinates. */
export function occurrenceKey({ topic, partition, offset, part }: LogError): string {
  return `${topic}/${partition}@${offset}/${part}`;
}

/** Index of the occurrence that an incident's page shows; the newest one when the chosen one is not there. */
export function occurrenceIndex(page: IncidentPage, { occurrences }: OpenIncident): number {
  if (page.occurrence === null) return 0;
  return Math.max(
    0,
    occurrences.findIndex((error) => occurrenceKey(error) === page.occurrence),
  );
}
