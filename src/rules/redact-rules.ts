import { MonitorError, messageOf } from '../errors.ts';
import type { Redaction } from '../pipeline/redact.ts';

type Rules = NonNullable<Redaction['rules']>;

const longestExpression = 500;

/**
 * Reads a file of redaction rules, one a line, a name and an expression:
 *
 *     # shown as [REDACTED:customer-id]
 *     customer-id /CUST-[0-9]{6}/
 *
 * @param name - The file's name, for the error.
 * @throws MonitorError `CONFIG` that lists every line that can't be read, and why.
 */
export function parseRedactRules(text: string, name: string): Rules {
  const rules: { kind: string; find: RegExp }[] = [];
  const wrong: string[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const rule = parseRule(line);
    if (typeof rule === 'string') wrong.push(`line ${i + 1}: ${rule}`);
    else rules.push(rule);
  }
  if (wrong.length > 0) {
    throw new MonitorError(
      'CONFIG',
      `The redaction rules in ${name} can't be read: ${wrong.join('; ')}.`,
      'A rule is a name and an expression: customer-id /CUST-[0-9]{6}/',
    );
  }
  return rules;
}

/** @returns The rule, or what is wrong with the line. */
function parseRule(line: string): Rules[number] | string {
  const parts = /^([a-z0-9][a-z0-9-]{0,40})\s+\/(.+)\/([i]?)$/i.exec(line);
  if (parts === null) return 'it is not a name and /an expression/';
  const [, kind = '', source = '', flags = ''] = parts;
  if (source.length > longestExpression)
    return `the expression is longer than ${longestExpression} characters`;
  // Nested repetition is what makes an expression slow on a hostile text.
  if (/[*+}]\)?[*+{]|\([^()]*[*+}][^()]*\)[*+{]/.test(source))
    return 'a repeated group holds a repetition, which can take forever';
  try {
    const find = new RegExp(source, `g${flags}`);
    if (find.test('')) return 'the expression matches the empty text';
    return { kind, find };
  } catch (error) {
    return messageOf(error);
  }
}
