import { stripVTControlCharacters } from 'node:util';
import { keepTokens } from './keep-tokens.ts';
import { createKept, type Kept, keptCharacter, mask, withoutPrivateUse } from './mask.ts';
import { applyMasks } from './masks.ts';

const maxInput = 4096;
const maxLine = 300;
/** ANSI colour after `cleanText` has made it visible. */
const visibleAnsi = /\\x1b\[[\d;]{0,20}[A-Za-z]/g;

/**
 * The part of a text that stays the same when the same fault happens again: its first line (the second too if the
 * first ends in a colon), at most 300 characters, with what varies as `<*>`.
 *
 * Error codes, exception names and a status number are kept, since they tell faults apart. JSON inside becomes its
 * sorted keys. Pure: the same text gives the same result, whatever came before.
 */
export function normaliseText(text: string): string {
  const kept = createKept();
  const start = stripAnsi(text.slice(0, maxInput)).trim();
  const withoutJson = start.includes('{') ? keysOfJson(start, kept) : start;
  const masked = applyMasks(keepTokens(firstLines(withoutJson), kept));
  return kept.restore(maskWords(masked));
}

function stripAnsi(text: string): string {
  const visible = text.includes('\\x1b') ? text.replace(visibleAnsi, '') : text;
  return withoutPrivateUse(text.includes('\x1b') ? stripVTControlCharacters(visible) : visible);
}

function firstLines(text: string): string {
  const end = text.indexOf('\n');
  if (end === -1) return text.slice(0, maxLine);
  const first = text.slice(0, end).trimEnd();
  if (!first.endsWith(':')) return first.slice(0, maxLine);
  const second = text.slice(end + 1).split('\n', 1)[0] ?? '';
  return `${first} ${second.trim()}`.slice(0, maxLine);
}

/** The first JSON object inside a text, as its sorted keys. One try: what does not parse stays as it is. */
function keysOfJson(text: string, kept: Kept): string {
  const start = text.search(/\{\s*"/);
  const end = text.lastIndexOf('}');
  if (start === -1 || end < start) return text;
  try {
    const keys = Object.keys(JSON.parse(text.slice(start, end + 1))).sort();
    return text.slice(0, start) + kept.keep(`{${keys.slice(0, 20).join(',')}}`) + text.slice(end + 1);
  } catch {
    return text;
  }
}

/**
 * Masks a word that holds a mask whole, drops a mask that stands alone in parentheses, and makes one of several in a
 * row: `blk_17`, `dn17/pkts.rrd` and `1, 2, 3` are one mask each. The keys of `key=value` stay.
 */
function maskWords(text: string): string {
  const words: string[] = [];
  for (const word of text.split(/\s+/)) {
    const masked = maskWord(word);
    const continuesRun = words.at(-1) === mask && (masked === mask || masked === ',');
    if (masked !== '' && !continuesRun) words.push(masked);
  }
  return words.join(' ');
}

function maskWord(word: string): string {
  if (!word.includes(mask) || keptCharacter.test(word)) return word;
  const keys = word.match(/[A-Za-z_][\w.-]*=/g);
  if (keys) return keys.map((key) => key + mask).join(' ');
  return /^\(\ue000+\)[.,:;]?$/.test(word) ? '' : mask;
}
