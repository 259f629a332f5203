import type { Severity } from '../../types.ts';
import { severityOfWord } from '../severity.ts';

/** What stands before the message of a text line. */
export type TextHeader = {
  readonly severity: Severity | undefined;
  /** The level as written. */
  readonly word: string;
  /** The time as written, for `parseTime`. */
  readonly time: string | undefined;
  readonly logger: string | undefined;
  readonly message: string;
};

const maxHeader = 240;
const maxTokens = 12;
/** Words before the level, as a logger, a host or a thread is, that a line with a time may have. */
const maxNames = 3;

const times = [
  /^[[("]?(\d{4}[-/]\d\d[-/]\d\d[T ,_]+\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?)/,
  /^\[?((?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: \d{4})?)/,
  /^\[?(\d\d[/ -][A-Z][a-z]{2}[/ -]\d{4}[: ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: [+-]\d{4})?)/,
  /^\[?(\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d{1,9})?|\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?)(?=[\]\s|])/,
];

/**
 * Reads time, level and logger from the head of a text line, in the order that loggers write them.
 *
 * A word is a level only where a logger puts one: capitals, brackets or a colon around it, before any running text.
 * So "INFO no error found" is INFO, and "the error was fixed" has no level.
 * @param nowMs - Gives the year to a time without one.
 */
export function readHeader(line: string, nowMs: number): TextHeader {
  const ofKlog = readKlog(line, nowMs);
  if (ofKlog) return ofKlog;
  const stamp = leadingTime(line);
  const time = stamp?.text;
  const afterTime = line.slice(stamp?.length ?? 0);
  const level = findLevel(afterTime.slice(0, maxHeader), stamp !== undefined);
  if (!level)
    return { severity: undefined, word: '', time, logger: undefined, message: stripLead(afterTime) };
  const rest = afterTime.slice(level.end);
  const named = loggerAfter(rest);
  return {
    severity: level.severity,
    word: level.word,
    time,
    logger: named?.logger ?? level.name,
    message: named?.message ?? stripLead(rest),
  };
}

/** `E1123 10:15:02.118000 12 lease.go:88] lease expired`: klog and glog, in Kubernetes and its neighbours. */
function readKlog(line: string, nowMs: number): TextHeader | undefined {
  const found = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{1,9}) +\d+ ([\w./-]{1,200}):\d+\] /.exec(line);
  const [head, word = '', month = '', day = '', clock = '', logger] = found ?? [];
  if (head === undefined) return undefined;
  const time = `${new Date(nowMs).getUTCFullYear()}-${month}-${day} ${clock}`;
  return { severity: severityOfWord(word), word, time, logger, message: line.slice(head.length) };
}

function leadingTime(line: string): { readonly text: string; readonly length: number } | undefined {
  const first = line.charCodeAt(0);
  if (!((first >= 48 && first <= 57) || first === 91 || first === 40 || first === 34 || first <= 90))
    return undefined;
  for (const pattern of times) {
    const found = pattern.exec(line);
    if (found) return { text: found[1] ?? '', length: found[0].length };
  }
  return undefined;
}

type FoundLevel = { severity: Severity; word: string; end: number; name: string | undefined };

function findLevel(head: string, timed: boolean): FoundLevel | undefined {
  if (head.startsWith('panic: ')) return undefined; // Go's own word for an exception nobody caught
  const tokens = /[^\s|]+/g;
  let names = 0;
  let name: string | undefined;
  for (let count = 0; count < maxTokens; count++) {
    const token = tokens.exec(head);
    if (!token) return undefined;
    const found = levelIn(token[0], timed && names === 0, timed);
    if (found) return { ...found, end: token.index + found.end, name };
    if (isNoName(token[0])) continue;
    if (!timed || ++names > maxNames) return undefined;
    name = token[0].replace(/[:,]+$/, '');
  }
  return undefined;
}

/** `[ERROR]`, `ERROR:`, `production.ERROR:`, `core:error]`, `ERROR:root:text`. */
function levelIn(
  token: string,
  anyCase: boolean,
  timed: boolean,
): { severity: Severity; word: string; end: number } | undefined {
  const found =
    /^()([A-Z]{4,11})(:)(?=[\w.]+:)/.exec(token) ??
    /^([[(<"]*(?:[\w-]{1,40}[.:])?)([A-Za-z]{1,11}(?:[+-]\d{1,2})?)((?:\[\d+\])?[\])>:,"]*)(?:$|(?<=:))/.exec(
      token,
    );
  const word = found?.[2];
  if (!found || word === undefined) return undefined;
  const severity = severityOfWord(word);
  if (severity === undefined) return undefined;
  const marked = found[1] !== '' || found[3] !== '';
  const capitals = word === word.toUpperCase();
  if (word.length < 3)
    return timed && capitals && found[1] === '' ? { severity, word, end: found[0].length } : undefined;
  return capitals || marked || anyCase ? { severity, word, end: found[0].length } : undefined;
}

/** Brackets, numbers, process ids and separators are part of a header without being a name. */
function isNoName(token: string): boolean {
  return /^(?:[[(<{].*|.*[\])>}]|[\d.:#/*+-]+|[^\w]+|pid|\S+\[\d+\]:?|[A-Z],|UTC|GMT)$/.test(token);
}

/** `1 --- [exec-3] c.s.Checkout : text`, `com.shop.Tax - text`, `[billing.jobs] text`, `root:text`. */
function loggerAfter(rest: string): { readonly logger: string; readonly message: string } | undefined {
  const found =
    /^[\s|]*(?:\d+ --- )?(?:\[[^\]]{0,80}\] ?){0,3}([A-Za-z_][\w.$/:-]{0,120}?)(?:\[\d+\])? *(?: - | : )\s*/.exec(
      rest,
    ) ??
    /^:([A-Za-z_][\w.]{0,80}):(?=\S)/.exec(rest) ??
    /^ *(?:- *)?\[([A-Za-z_][\w.]{1,80})\] +/.exec(rest) ??
    /^\s+([a-z_][\w]*(?:::\w+)+)[\]:]+\s/.exec(rest);
  const logger = found?.[1];
  return found && logger !== undefined ? { logger, message: rest.slice(found[0].length) } : undefined;
}

function stripLead(text: string): string {
  return text.replace(/^[\s\]):|,-]+/, '');
}
