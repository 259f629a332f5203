import { stripVTControlCharacters } from 'node:util';
import type { Severity } from '../types.ts';

/** Reads a number by the convention of the logger that wrote it; `undefined` for one outside its table. */
export type LevelConvention = (level: number) => Severity | undefined;

const wordsOf: { readonly [severity in Exclude<Severity, 'UNKNOWN'>]: string } = {
  CRITICAL: 'critical crit fatal ftl fata panic pani pnc dpanic alert emerg emergency f c',
  ERROR: 'error err erro eror severe failure e',
  EXCEPTION: 'exception',
  WARN: 'warn warning wrn warni w',
  INFO: 'info information informational inf notice note log http success ok i n',
  DEBUG: 'debug dbg debu trace trc trac verbose fine finer finest config silly spam d t v',
};

const severityOfKnownWord = tableOfWords();

/**
 * Severity of a level in words.
 *
 * @param word - As found: any case, with ANSI colour, blanks, brackets or a step (`ERROR+4`, `ERROR2`) around it.
 * @returns `undefined` for a word that names no level.
 */
export function severityOfWord(word: string): Severity | undefined {
  return (
    severityOfKnownWord.get(word) ?? (word.length > 64 ? undefined : severityOfKnownWord.get(plain(word)))
  );
}

/** pino and bunyan: 10 trace … 50 error, 60 fatal. Custom levels lie between and belong to the one below. */
export const pinoLevel: LevelConvention = (level) => {
  if (level < 1 || level >= 100) return undefined;
  if (level >= 60) return 'CRITICAL';
  if (level >= 50) return 'ERROR';
  if (level >= 40) return 'WARN';
  return level >= 30 ? 'INFO' : 'DEBUG';
};

/** Python's `levelno`: the same numbers as pino's mean one step more. */
export const pythonLevel: LevelConvention = (level) => {
  if (level < 1 || level >= 100) return undefined;
  if (level >= 50) return 'CRITICAL';
  if (level >= 40) return 'ERROR';
  if (level >= 30) return 'WARN';
  return level >= 20 ? 'INFO' : 'DEBUG';
};

/** syslog, GELF and journald (RFC 5424, table 2): 0 emergency … 7 debug. */
export const syslogLevel: LevelConvention = (level) => {
  if (!Number.isInteger(level) || level < 0 || level > 7) return undefined;
  if (level <= 2) return 'CRITICAL';
  if (level === 3) return 'ERROR';
  if (level === 4) return 'WARN';
  return level <= 6 ? 'INFO' : 'DEBUG';
};

/** OpenTelemetry's SeverityNumber: four steps a level from 1; 0 is unspecified. */
export const otlpLevel: LevelConvention = (level) => {
  if (level < 1 || level > 24) return undefined;
  if (level >= 21) return 'CRITICAL';
  if (level >= 17) return 'ERROR';
  if (level >= 13) return 'WARN';
  return level >= 9 ? 'INFO' : 'DEBUG';
};

/** Monolog: 100 debug … 400 error, 500 critical, 550 alert, 600 emergency. */
export const monologLevel: LevelConvention = (level) => {
  if (level < 100 || level > 600) return undefined;
  if (level >= 500) return 'CRITICAL';
  if (level >= 400) return 'ERROR';
  if (level >= 300) return 'WARN';
  return level >= 200 ? 'INFO' : 'DEBUG';
};

/** logback's `level_value`: 5,000 trace … 40,000 error. */
export const logbackLevel: LevelConvention = (level) => {
  if (level < 5000 || level > 50_000) return undefined;
  if (level >= 40_000) return 'ERROR';
  if (level >= 30_000) return 'WARN';
  return level >= 20_000 ? 'INFO' : 'DEBUG';
};

/** A bare `level` with nothing beside it that names its logger: the ranges of the conventions hardly overlap. */
export const anyLevel: LevelConvention = (level) =>
  level < 8 ? syslogLevel(level) : (pinoLevel(level) ?? monologLevel(level) ?? logbackLevel(level));

function plain(word: string): string {
  return stripVTControlCharacters(word)
    .replace(/^[\s[(<]+|[\s\])>:]+$/g, '')
    .replace(/(?:[+-]?\d{1,3})$/, '')
    .toLowerCase();
}

/** The three usual spellings stand in the table, so that hardly any record needs `plain`. */
function tableOfWords(): ReadonlyMap<string, Severity> {
  const table = new Map<string, Severity>();
  for (const [severity, words] of Object.entries(wordsOf)) {
    for (const word of words.split(' ')) {
      const spellings = [word, word.toUpperCase(), word[0]?.toUpperCase() + word.slice(1)];
      for (const spelling of spellings) table.set(spelling, severity as Severity);
    }
  }
  return table;
}
