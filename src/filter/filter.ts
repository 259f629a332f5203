import type { IncidentStatus, KeptSeverity, LogError } from '../types.ts';

/** What a filter looks at: an error, or an incident put as one. A status that is not known matches no `status:`. */
export type FilterSubject = Pick<
  LogError,
  'message' | 'severity' | 'service' | 'host' | 'logger' | 'exceptionType' | 'traceId' | 'incident' | 'fields'
> & { readonly status?: IncidentStatus | undefined };

/** Where a match stands in a text: `[from, until)`, in UTF-16 units. */
export type Span = { readonly from: number; readonly until: number };

/** Fields of an error that are one text, by the names that stand before the colon. */
export type TextField = 'service' | 'host' | 'logger' | 'message' | 'exception' | 'trace' | 'incident';

/** What one term of a filter asks for, so that a store may look for some of it by itself. A `glob` is null for a regex. */
export type Condition = { readonly negated: boolean } & (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'level'; readonly levels: readonly KeptSeverity[] }
  | { readonly kind: 'status'; readonly statuses: readonly IncidentStatus[] }
  | {
      readonly kind: 'text';
      readonly field: TextField;
      readonly glob: string | null;
      readonly test: (text: string) => boolean;
    }
  | { readonly kind: 'value'; readonly glob: string | null }
  | { readonly kind: 'regex' }
);

/** A filter as it was parsed, once; all of it is pure. */
export type Filter = {
  /** As typed. */
  readonly text: string;
  /** The conditions joined by `and`, for each part between the `or`s; none where everything matches. */
  readonly alternatives: readonly (readonly Condition[])[];
  /** It asks for a status, so its answer for one error can change. */
  readonly usesStatus: boolean;
  matches(subject: FilterSubject): boolean;
  /** What words and regular expressions find in a text, in order and not overlapping; negated ones mark nothing. */
  highlights(text: string): readonly Span[];
};

/** Why a text is no filter; `at` is the place in it, counted in UTF-16 units from 0. */
export type FilterProblem = { readonly message: string; readonly at: number };

export type ParsedFilter = { readonly filter: Filter } | { readonly problem: FilterProblem };
