import { matchesGlob } from './glob.ts';
import type { Groupable } from './groupable.ts';

/** What a rule may look at. */
export type RuleField = 'service' | 'logger' | 'message' | 'exceptionType' | 'stack';

/** One of the user's rules, parsed: errors that match all of `match` are grouped by `fingerprint`. */
export type GroupingRule = {
  /** Globs: `*` stands for any characters; the rest is compared as it is. */
  readonly match: readonly { readonly field: RuleField; readonly pattern: string }[];
  /**
   * The parts of the key. `{{ default }}` stands for the parts that the tiers give, `{{ service }}`, `{{ logger }}`,
   * `{{ type }}` and `{{ message }}` for the error's own.
   */
  readonly fingerprint: readonly string[];
  /** Groups the errors of all services together; default: each service for itself. */
  readonly global?: boolean;
};

/** How a user wants errors grouped, before our own ways. */
export type GroupingRules = {
  /** The first that matches counts. */
  readonly rules: readonly GroupingRule[];
  /** Words, as globs, that vary from error to error in the user's messages; masked last. */
  readonly masks?: readonly string[];
};

/** The first of `rules` that matches. */
export function findRule(rules: readonly GroupingRule[], error: Groupable): GroupingRule | undefined {
  return rules.find(({ match }) => match.every(({ field, pattern }) => matchesGlob(pattern, error[field])));
}

/** The parts that a rule's fingerprint stands for. */
export function partsOfRule(
  rule: GroupingRule,
  error: Groupable,
  defaultParts: () => readonly string[],
): readonly string[] {
  return rule.fingerprint.flatMap((part) => {
    if (/^\{\{\s*default\s*\}\}$/.test(part)) return defaultParts();
    return part.replace(/\{\{\s*(service|logger|type|message)\s*\}\}/g, (_hole, name: string) => {
      if (name === 'type') return error.exceptionType;
      return error[name as 'service' | 'logger' | 'message'];
    });
  });
}
