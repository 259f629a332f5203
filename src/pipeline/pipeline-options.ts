import type { GroupingRules } from './fingerprint/rules.ts';
import type { Redaction } from './redact.ts';

/** What the user may choose about the path of a record. */
export type PipelineOptions = {
  /** Default: on, with the built-in rules. `false` stores and shows secrets. */
  readonly redaction?: Redaction | false;
  /** The user's rules of grouping, before the tiers. */
  readonly grouping?: GroupingRules;
};
