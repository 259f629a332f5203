import { anyLevel } from '../severity.ts';
import type { JsonObject, TextFormat } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

const maxPairs = 100;
const start = /^\s*[A-Za-z_@][\w.@/-]{0,60}=/;
const pair = /([A-Za-z_@][\w.@/-]{0,60})(?:=(?:"((?:[^"\\]|\\.)*)"|(\S*)))?(?=\s|$)/g;

const pairsRecord = jsonFormat({
  name: 'logfmt',
  matches: () => true,
  levels: levelFields(anyLevel, 'level', 'lvl', 'severity', 'loglevel', 'log.level'),
  time: paths('ts', 'time', 'timestamp', 't', 'at'),
  message: paths('msg', 'message', 'event', 'error', 'err'),
  logger: paths('logger', 'component', 'caller', 'module'),
});

/** `level=error msg="feed stale" service=rates`: pairs from the first word on, a level or a message among them. */
export const logfmt: TextFormat = {
  name: 'logfmt',
  sight(text, context) {
    if (!start.test(text)) return undefined;
    const record = pairsOf(text);
    const isEvent = ['level', 'lvl', 'severity', 'msg', 'message'].some((name) => record[name] !== undefined);
    if (!isEvent) return undefined;
    const seen = pairsRecord.sight(record, context);
    return 'draft' in seen ? seen : undefined;
  },
};

/** The pairs of the first line, and what follows it as the stack. */
function pairsOf(text: string): JsonObject {
  const end = text.indexOf('\n');
  const pairs: [string, string | boolean][] = [];
  for (const [, name = '', quoted, plain] of (end === -1 ? text : text.slice(0, end)).matchAll(pair)) {
    if (pairs.length === maxPairs) break;
    pairs.push([name, quoted === undefined ? (plain ?? true) : unescaped(quoted)]);
  }
  if (end !== -1) pairs.push(['stack', text.slice(end + 1)]);
  return Object.fromEntries(pairs);
}

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  return quoted.replace(
    /\\(.)/g,
    (_pair, character: string) => ({ n: '\n', t: '\t' })[character] ?? character,
  );
}
