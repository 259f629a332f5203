import { hash } from 'node:crypto';
import { matchesGlob } from './glob.ts';
import type { Groupable } from './groupable.ts';
import { createKnownGroupings, type Grouped, type GroupingKey } from './known-groupings.ts';
import { createKnownStacks } from './known-stacks.ts';
import { normaliseText } from './normalise-text.ts';
import { findRule, type GroupingRules, partsOfRule } from './rules.ts';
import { stackParts } from './stack-parts.ts';
import type { Trace } from './stacks/trace.ts';
import { createTemplateCache } from './template-cache.ts';

const separator = '\u001f';

/**
 * Makes the grouping of errors into incidents, version 1: the first tier that applies decides, and the fingerprint is
 * `v1:` + 16 hex digits of sha256(service ␟ tier ␟ parts).
 *
 * Pure: the same error gets the same fingerprint in any order and any process; only what was computed is cached.
 */
export function createGrouping(
  { rules, masks = [] }: GroupingRules = { rules: [] },
): (error: Groupable) => Grouped {
  const normalise =
    masks.length === 0 ? normaliseText : (text: string) => maskedWords(normaliseText(text), masks);
  const normalised = createTemplateCache(normalise);
  const framesOf = createFramesOf();
  const ofTexts = createKnownGroupings(groupedBy);
  const ofStack = createKnownStacks(groupedBy);

  return (error) => {
    const key = tierOf(error, rules, { normalised, framesOf });
    return key.tier === 'stack' ? ofStack(key) : ofTexts(key);
  };
}

function groupedBy({ service, tier, parts }: GroupingKey): Grouped {
  const incident = hash('sha256', [service, tier, ...parts].join(separator), 'hex').slice(0, 16);
  return { grouping: { fingerprint: `v1:${incident}`, tier, parts }, incident };
}

type Tools = {
  readonly normalised: (text: string) => string;
  readonly framesOf: (trace: Trace, typeElsewhere: string) => readonly string[] | undefined;
};

function tierOf(error: Groupable, rules: GroupingRules['rules'], tools: Tools): GroupingKey {
  if (error.explicit) return { service: error.service, tier: 'explicit', parts: error.explicit };
  const rule = rules.length === 0 ? undefined : findRule(rules, error);
  if (!rule) return defaultTier(error, tools);
  const parts = partsOfRule(rule, error, () => defaultTier(error, tools).parts);
  return { service: rule.global ? '' : error.service, tier: 'explicit', parts };
}

function defaultTier(error: Groupable, { normalised, framesOf }: Tools): GroupingKey {
  const { service } = error;
  const frames = error.trace && framesOf(error.trace, error.exceptionType);
  if (frames) return { service, tier: 'stack', parts: frames };
  const thrown = error.trace?.exceptions[0];
  const type = thrown?.type || error.exceptionType;
  if (type !== '')
    return { service, tier: 'exception', parts: [type, normalised(thrown?.value || error.message)] };
  if (error.template !== '') return { service, tier: 'template', parts: [error.template] };
  return { service, tier: 'message', parts: [error.logger, normalised(error.message)] };
}

/** `stackParts`, once for each trace: a stack that comes again is the same object. */
function createFramesOf(): Tools['framesOf'] {
  const known = new WeakMap<Trace, readonly string[] | undefined>();
  return (trace, typeElsewhere) => {
    if (trace.exceptions[0]?.type === '') return stackParts(trace, typeElsewhere);
    if (!known.has(trace)) known.set(trace, stackParts(trace, typeElsewhere));
    return known.get(trace);
  };
}

function maskedWords(text: string, masks: readonly string[]): string {
  const words = text.split(' ').map((word) => (masks.some((mask) => matchesGlob(mask, word)) ? '<*>' : word));
  return words.filter((word, index) => word !== '<*>' || words[index - 1] !== '<*>').join(' ');
}
