import { MonitorError } from '../errors.ts';
import type { GroupingRule, GroupingRules, RuleField } from '../pipeline/fingerprint/rules.ts';

const fields = new Map<string, RuleField>([
  ['service', 'service'],
  ['logger', 'logger'],
  ['message', 'message'],
  ['type', 'exceptionType'],
  ['stack', 'stack'],
]);

/**
 * Reads a file of grouping rules, one a line:
 *
 *     # errors that fit all patterns on the left are grouped by the parts on the right
 *     service:billing message:"payment * declined*" -> payment-declined
 *     type:TimeoutError -> {{ default }}, {{ logger }}
 *     message:"disk full*" -> disk-full global
 *     mask req-*
 *
 * @param name - The file's name, for the error.
 * @throws MonitorError `CONFIG` that lists every line that can't be read, and why.
 */
export function parseGroupingRules(text: string, name: string): GroupingRules {
  const rules: GroupingRule[] = [];
  const masks: string[] = [];
  const wrong: string[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (line === '') continue;
    if (/^mask\s/.test(line)) {
      masks.push(...line.split(/\s+/).slice(1));
      continue;
    }
    const rule = parseRule(line);
    if (typeof rule === 'string') wrong.push(`line ${i + 1}: ${rule}`);
    else rules.push(rule);
  }
  if (wrong.length > 0) {
    throw new MonitorError(
      'CONFIG',
      `The grouping rules in ${name} can't be read: ${wrong.join('; ')}.`,
      'A rule is: service:NAME message:"glob with *" -> part, {{ default }}  (fields: service, logger, message, type, stack)',
    );
  }
  return { rules, masks };
}

/** @returns The rule, or what is wrong with the line. */
function parseRule(line: string): GroupingRule | string {
  const arrow = line.indexOf('->');
  if (arrow === -1) return 'there is no "->"';
  const isGlobal = /\sglobal$/.test(line);
  const right = line.slice(arrow + 2).replace(/\sglobal$/, '');
  const fingerprint = right.split(',').map((part) => part.trim());
  if (fingerprint.some((part) => part === '')) return 'a part to the right of "->" is missing';
  const match = parsePatterns(line.slice(0, arrow).trim());
  if (typeof match === 'string') return match;
  return { match, fingerprint, ...(isGlobal && { global: true }) };
}

function parsePatterns(text: string): GroupingRule['match'] | string {
  if (text === '') return 'there is no pattern before "->"';
  const match: { field: RuleField; pattern: string }[] = [];
  const pattern = /\s*(\w+):(?:"([^"]*)"|(\S+))/y;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) return `"${text.slice(start).trim()}" is no field:pattern`;
    const field = fields.get(found[1] ?? '');
    if (field === undefined) return `there is no field ${found[1]}`;
    match.push({ field, pattern: found[2] ?? found[3] ?? '' });
  }
  return match;
}
