import { keptSeverities } from '../severity-counts.ts';
import type { IncidentStatus } from '../types.ts';
import type { Condition, FilterProblem, FilterSubject, TextField } from './filter.ts';
import { equalsGlob, regex } from './text-match.ts';
import type { Value } from './tokens.ts';

/** The test of one field, and what it asks for; neither knows of a hyphen before it. */
export type FieldMatch = {
  readonly matches: (subject: FilterSubject) => boolean;
  readonly condition: Condition;
};

const statuses: readonly IncidentStatus[] = [
  'NEW',
  'ONGOING',
  'ESCALATING',
  'RESOLVED',
  'REGRESSED',
  'MUTED',
];

const texts: { readonly [field in TextField]: (subject: FilterSubject) => string | null } = {
  service: ({ service }) => service,
  host: ({ host }) => host,
  logger: ({ logger }) => logger,
  message: ({ message }) => message,
  exception: ({ exceptionType }) => exceptionType,
  trace: ({ traceId }) => traceId,
  incident: ({ incident }) => incident,
};

/** The names that may stand before a colon, beside `field.NAME`. */
const fieldNames: readonly string[] = ['level', 'status', ...Object.keys(texts)];

/** The test of one `name:value`. Names and values match whatever the case; a level or status may be shortened. */
export function fieldMatch(
  name: string,
  value: Value,
  at: number,
): FieldMatch | { readonly problem: FilterProblem } {
  const known = name.toLowerCase();
  if (value.text === '') return { problem: { message: `${name}: needs a value.`, at: value.at } };
  if (known === 'level') {
    const chosen = oneOf(keptSeverities, name, value);
    if ('problem' in chosen) return chosen;
    return {
      matches: ({ severity }) => chosen.includes(severity),
      condition: { kind: 'level', negated: false, levels: chosen },
    };
  }
  if (known === 'status') {
    const chosen = oneOf(statuses, name, value);
    if ('problem' in chosen) return chosen;
    return {
      matches: ({ status }) => status !== undefined && chosen.includes(status),
      condition: { kind: 'status', negated: false, statuses: chosen },
    };
  }
  const found = value.form === 'regex' ? regex(value.text, value.at) : { test: equalsGlob(value.text) };
  if ('problem' in found) return found;
  const { test } = found;
  const glob = value.form === 'regex' ? null : value.text;
  if (isTextField(known)) {
    const textIn = texts[known];
    return {
      matches: (subject) => {
        const text = textIn(subject);
        return text !== null && test(text);
      },
      condition: { kind: 'text', negated: false, field: known, glob, test },
    };
  }
  if (known.startsWith('field.') && known.length > 'field.'.length) {
    const path = name.slice('field.'.length);
    return {
      matches: ({ fields }) => {
        const inner = valueAt(fields, path);
        return inner !== undefined && inner !== null && test(textOf(inner));
      },
      condition: { kind: 'value', negated: false, glob },
    };
  }
  const message = `There is no ${name}: here. There are ${fieldNames.join(', ')} and field.NAME; text with a colon stands in quotes.`;
  return { problem: { message, at } };
}

function isTextField(name: string): name is TextField {
  return Object.hasOwn(texts, name);
}

function oneOf<T extends string>(
  all: readonly T[],
  name: string,
  value: Value,
): readonly T[] | { readonly problem: FilterProblem } {
  const matches = equalsGlob(`${value.text}*`);
  const chosen = all.filter((each) => matches(each));
  if (chosen.length > 0) return chosen;
  return { problem: { message: `${name}: takes ${all.join(', ').toLowerCase()}.`, at: value.at } };
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
