import type { IncidentStatus, KeptSeverity } from '../types.ts';
import type { FilterProblem, FilterSubject } from './filter.ts';
import { equalsGlob, regex } from './text-match.ts';
import type { Value } from './tokens.ts';

export type FieldMatch = (subject: FilterSubject) => boolean;

const levels: readonly KeptSeverity[] = ['CRITICAL', 'ERROR', 'EXCEPTION'];
const statuses: readonly IncidentStatus[] = [
  'NEW',
  'ONGOING',
  'ESCALATING',
  'RESOLVED',
  'REGRESSED',
  'MUTED',
];

const texts: { readonly [name: string]: (subject: FilterSubject) => string | null } = {
  service: ({ service }) => service,
  host: ({ host }) => host,
  logger: ({ logger }) => logger,
  message: ({ message }) => message,
  exception: ({ exceptionType }) => exceptionType,
  trace: ({ traceId }) => traceId,
  incident: ({ incident }) => incident,
};

/** The names that may stand before a colon, beside `field.NAME`. */
export const fieldNames: readonly string[] = ['level', 'status', ...Object.keys(texts)];

/** The test of one `name:value`. Names and values match whatever the case; a level or status may be shortened. */
export function fieldMatch(
  name: string,
  value: Value,
  at: number,
): FieldMatch | { readonly problem: FilterProblem } {
  const known = name.toLowerCase();
  if (value.text === '') return { problem: { message: `${name}: needs a value.`, at: value.at } };
  if (known === 'level') return oneOf(levels, ({ severity }) => severity, name, value);
  if (known === 'status') return oneOf(statuses, ({ status }) => status, name, value);
  const test = value.form === 'regex' ? regex(value.text, value.at) : { test: equalsGlob(value.text) };
  if ('problem' in test) return test;
  const text = Object.hasOwn(texts, known) ? texts[known] : undefined;
  if (text) {
    return (subject) => {
      const found = text(subject);
      return found !== null && test.test(found);
    };
  }
  if (known.startsWith('field.') && known.length > 'field.'.length) {
    const path = name.slice('field.'.length);
    return (subject) => {
      const found = valueAt(subject.fields, path);
      return found !== undefined && found !== null && test.test(textOf(found));
    };
  }
  const message = `There is no ${name}: here. There are ${fieldNames.join(', ')} and field.NAME; text with a colon stands in quotes.`;
  return { problem: { message, at } };
}

function oneOf<T extends string>(
  all: readonly T[],
  get: (subject: FilterSubject) => T | undefined,
  name: string,
  value: Value,
): FieldMatch | { readonly problem: FilterProblem } {
  const matches = equalsGlob(`${value.text}*`);
  const chosen = new Set(all.filter((each) => matches(each)));
  if (chosen.size === 0) {
    return { problem: { message: `${name}: takes ${all.join(', ').toLowerCase()}.`, at: value.at } };
  }
  return (subject) => {
    const found = get(subject);
    return found !== undefined && chosen.has(found);
  };
}

/** A field by its name, which may have dots in it, or by the path to it through nested objects. */
function valueAt(fields: { readonly [name: string]: unknown }, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(fields, head) ? fields[head] : undefined;
    if (typeof inner === 'object' && inner !== null) {
      const found = valueAt({ ...inner }, path.slice(dot + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
