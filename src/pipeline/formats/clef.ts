import { anyLevel } from '../severity.ts';
import type { Draft, JsonObject } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths, textOf } from './lookup.ts';

/** Serilog's compact format (CLEF): a template with its values beside it; no level means Information. */
export const clef = jsonFormat({
  name: 'clef',
  matches: (record) =>
    record['@t'] !== undefined &&
    (record['@mt'] !== undefined ||
      record['@m'] !== undefined ||
      record['@x'] !== undefined ||
      record['@l'] !== undefined),
  levels: levelFields(anyLevel, '@l'),
  levelWhenAbsent: { severity: 'INFO', from: '@l', value: '(absent)' },
  time: paths('@t'),
  message: paths('@m', '@mt'),
  service: paths('Application', 'ApplicationName', 'ServiceName'),
  logger: paths('SourceContext'),
  stack: paths('@x'),
  template: paths('@mt', '@i'),
  refine: rendered,
});

/** A record has the template or the text; the text is made of the template where only that is there. */
function rendered(draft: Draft, record: JsonObject): Draft {
  if (draft.message.from !== '@mt') return draft;
  const value = draft.message.value.replace(
    /\{[@$]?(\w{1,64})(?:,-?\d{1,3})?(?::[^{}]{0,40})?\}/g,
    (hole: string, name: string) => (Object.hasOwn(record, name) ? shown(record[name]) : hole),
  );
  return { ...draft, message: { value, from: '@mt' } };
}

function shown(value: unknown): string {
  return textOf(value) ?? (typeof value === 'boolean' ? String(value) : JSON.stringify(value));
}
