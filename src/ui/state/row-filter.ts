import type { Filter, FilterProblem, FilterSubject, Span } from '../../filter/filter.ts';
import { incidentSubject } from '../../filter/incident-subject.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import type { Incident, IncidentStatus, LogError } from '../../types.ts';

/** A filter on what the screen lists, with a memory: the same thousands of rows are asked for in every frame. */
export type RowFilter = {
  /** As typed. */
  readonly text: string;
  /** @param status - What is known of its incident now. */
  keeps(error: LogError, status: IncidentStatus | undefined): boolean;
  /** Its title is what words look at. */
  keepsIncident(incident: Incident): boolean;
  highlights(text: string): readonly Span[];
};

export type ParsedRowFilter = { readonly filter: RowFilter | null } | { readonly problem: FilterProblem };

/** @returns A null filter for a blank text. */
export function parseRowFilter(text: string): ParsedRowFilter {
  if (text.trim() === '') return { filter: null };
  const parsed = parseFilter(text);
  return 'problem' in parsed ? parsed : { filter: remembering(parsed.filter) };
}

function remembering(filter: Filter): RowFilter {
  const known = new WeakMap<object, boolean>();
  const once = (key: object, subject: () => FilterSubject): boolean => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const keeps = filter.matches(subject());
    known.set(key, keeps);
    return keeps;
  };
  return {
    text: filter.text,
    // The status of an incident changes while its errors stay the same.
    keeps: (error, status) =>
      filter.usesStatus ? filter.matches({ ...error, status }) : once(error, () => error),
    keepsIncident: (incident) => once(incident, () => incidentSubject(incident)),
    highlights: (line) => filter.highlights(line),
  };
}
