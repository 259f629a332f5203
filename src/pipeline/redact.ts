import { createBoundedCache } from './bounded-cache.ts';
import { redactNamed, secretKindOfName } from './named-secrets.ts';
import { cardRule, emailRule, type SecretRule, shapedSecrets } from './secret-rules.ts';
import { mayHoldSecret } from './secret-scan.ts';

const maxCachedNames = 2000;

/** What is taken for a secret beside the built-in kinds. */
export type Redaction = {
  /** Default false. */
  readonly emails?: boolean;
  /** Payment card numbers, by their check digit; default false. */
  readonly cards?: boolean;
  /** The user's own kinds; `find` is used on every match in a text. */
  readonly rules?: readonly { readonly kind: string; readonly find: RegExp }[];
};

/** Puts `[REDACTED:kind]` in the place of secrets. */
export type Redact = {
  (text: string): string;
  /** What stands in the place of the value of a field of this name; `undefined` where the name says nothing. */
  readonly field: (name: string) => string | undefined;
};

/**
 * Makes the redaction of texts. The longer a text, the longer it takes, so cap it first, leaving a margin in which a
 * secret on the edge is still whole.
 *
 * @param redaction - `false` leaves every text as it is.
 */
export function createRedact(redaction: Redaction | false = {}): Redact {
  if (redaction === false) return Object.assign((text: string) => text, { field: () => undefined });
  const chosen: readonly SecretRule[] = [
    ...(redaction.emails ? [emailRule] : []),
    ...(redaction.cards ? [cardRule] : []),
    ...(redaction.rules ?? []).map(({ kind, find }) => ({ kind, find: everyMatch(find) })),
  ];
  const redact = (text: string) => {
    const redacted = mayHoldSecret(text) ? redactNamed(applyRules(text, shapedSecrets)) : text;
    return applyRules(redacted, chosen);
  };
  const kindOfName = createBoundedCache(maxCachedNames, (name) => secretKindOfName(name) ?? '');
  const field = (name: string) => {
    const kind = kindOfName(name);
    return kind === '' ? undefined : `[REDACTED:${kind}]`;
  };
  return Object.assign(redact, { field });
}

function applyRules(text: string, rules: readonly SecretRule[]): string {
  let result = text;
  for (const rule of rules) result = applyRule(result, rule);
  return result;
}

function applyRule(text: string, { kind, find, group, isSecret }: SecretRule): string {
  return text.replace(find, (whole: string, head: string, secret: string) => {
    if (isSecret && !isSecret(group ? secret : whole)) return whole;
    return `${group ? head : ''}[REDACTED:${kind}]`;
  });
}

function everyMatch(find: RegExp): RegExp {
  return find.global ? find : new RegExp(find, `${find.flags}g`);
}
