import type { IncidentStatus, LogError } from '../types.ts';

/** What a filter looks at: an error, or an incident put as one. A status that is not known matches no `status:`. */
export type FilterSubject = Pick<
  LogError,
  'message' | 'severity' | 'service' | 'host' | 'logger' | 'exceptionType' | 'traceId' | 'incident' | 'fields'
> & { readonly status?: IncidentStatus | undefined };

/** Where a match stands in a text: `[from, until)`, in UTF-16 units. */
export type Span = { readonly from: number; readonly until: number };

/** A filter as it was parsed, once; all of it is pure. */
export type Filter = {
  /** As typed. */
  readonly text: string;
  /** It asks for a status, so its answer for one error can change. */
  readonly usesStatus: boolean;
  matches(subject: FilterSubject): boolean;
  /** What words and regular expressions find in a text, in order and not overlapping; negated ones mark nothing. */
  highlights(text: string): readonly Span[];
};

/** Why a text is no filter; `at` is the place in it, counted in UTF-16 units from 0. */
export type FilterProblem = { readonly message: string; readonly at: number };

export type ParsedFilter = { readonly filter: Filter } | { readonly problem: FilterProblem };
