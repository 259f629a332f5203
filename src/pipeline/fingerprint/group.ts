import { hash } from 'node:crypto';
import type { Grouping } from '../../types.ts';
import { createBoundedCache } from '../bounded-cache.ts';
import { normaliseText } from './normalise-text.ts';
import { stackParts } from './stack-parts.ts';
import type { Trace } from './stacks/trace.ts';

/** What grouping looks at. Texts are redacted and cleaned, so that no secret gets into a key; missing ones are ''. */
export type Groupable = {
  readonly service: string;
  readonly logger: string;
  readonly message: string;
  readonly exceptionType: string;
  /** Undefined where there is no stack, or one that only says where the line was logged. */
  readonly trace: Trace | undefined;
  readonly template: string;
  readonly explicit: readonly string[] | undefined;
};

const separator = '\u001f';
const maxCachedTexts = 4000;
const maxCachedKeys = 10_000;
const maxCachedText = 400;

/**
 * Makes the grouping of errors into incidents, version 1: the first tier that applies decides, and the fingerprint is
 * `v1:` + 16 hex digits of sha256(service ␟ tier ␟ parts).
 *
 * Pure: the same error gets the same fingerprint in any order and any process; only what was computed is cached.
 */
export function createGrouping(): (error: Groupable) => Grouping {
  const fingerprintOf = createBoundedCache(
    maxCachedKeys,
    (key) => `v1:${hash('sha256', key, 'hex').slice(0, 16)}`,
  );
  const normalisedShort = createBoundedCache(maxCachedTexts, normaliseText);
  const normalised = (text: string) =>
    text.length > maxCachedText ? normaliseText(text) : normalisedShort(text);

  return (error) => {
    const { tier, parts } = tierOf(error, normalised);
    return { fingerprint: fingerprintOf([error.service, tier, ...parts].join(separator)), tier, parts };
  };
}

function tierOf(error: Groupable, normalised: (text: string) => string): Omit<Grouping, 'fingerprint'> {
  if (error.explicit) return { tier: 'explicit', parts: error.explicit };
  const frames = error.trace && stackParts(error.trace, error.exceptionType);
  if (frames) return { tier: 'stack', parts: frames };
  const thrown = error.trace?.exceptions[0];
  const type = thrown?.type || error.exceptionType;
  if (type !== '') return { tier: 'exception', parts: [type, normalised(thrown?.value || error.message)] };
  if (error.template !== '') return { tier: 'template', parts: [error.template] };
  return { tier: 'message', parts: [error.logger, normalised(error.message)] };
}
