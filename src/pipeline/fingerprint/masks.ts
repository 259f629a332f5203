import { keptCharacter, mask } from './mask.ts';

type Mask = {
  /** A cheap test; where it fails, the expression can't match. */
  readonly needs: RegExp;
  readonly find: RegExp;
  readonly by?: (found: string, ...groups: string[]) => string;
};

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const clock = String.raw`\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?[AP]M\b)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?`;
const topLevel =
  '(?:com|net|org|edu|gov|ac|co)\\.[a-z]{2}|com|net|org|edu|gov|mil|io|dev|de|uk|fr|nl|eu|ch|jp|cn|ru|br|au|ca|info|biz|cloud|local|lan|internal|corp|localdomain|svc|arpa|test|example';
const unit =
  '(?:ns|us|µs|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|[KMGTP]i?B|kB|[KMGTP]?b|bytes?|KB/s|MB/s|[kMG]?bps|rps|Hz|[kMG]Hz|px|pts?|°C|EUR|USD|GBP|%)';

/** In this order: what comes first may hold what comes later (an address inside a URL, a number inside a path). */
const masks: readonly Mask[] = [
  { needs: /:\/\//, find: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>|)\]},;]+/gi },
  { needs: /@/, find: /[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g },
  { needs: /-.*-.*-/, find: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi },
  {
    needs: /\d[-/.]\d/,
    find: new RegExp(String.raw`\b\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[T ,_-]{1,2}${clock})?(?!\d)`, 'g'),
  },
  {
    needs: /\d[-/ ].*\d/,
    find: new RegExp(
      String.raw`\b\d{1,2}([-/ ])(?:\d{1,2}|${month})\1(?:\d{4}|\d\d)\b(?:[T ,:_-]{1,2}${clock})?`,
      'g',
    ),
  },
  {
    needs: /[a-z] {1,2}\d/,
    find: new RegExp(
      String.raw`(?:\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?\b${month} {1,2}\d{1,2}\b(?:,? \d{4}\b)?(?:,? ${clock})?(?: \d{4}\b)?`,
      'g',
    ),
  },
  { needs: /[:-].*[:-].*[:-]/, find: /\b[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}\b/gi },
  { needs: /\d:\d/, find: new RegExp(String.raw`\b${clock}(?![\w:])`, 'g') },
  { needs: /\d\.\d/, find: /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?\b/g },
  {
    needs: /:.*:/,
    find: /(?<![\w:.])(?=[0-9a-f:]{0,40}\d)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/\d{1,3})?(?![\w:])/gi,
  },
  {
    needs: /\.[a-z]/,
    find: new RegExp(
      String.raw`(?<![\w.@-])(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:${topLevel})\b(?::\d{1,5})?(?![\w.(-]*\w)`,
      'g',
    ),
  },
  { needs: /0[xX]/, find: /\b0x[0-9a-f]+\b/gi },
  { needs: /\d/, find: /\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi },
  {
    needs: /"[A-Z]/,
    find: /"(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) [^"\n]*"/g,
    by: (_found, verb = '') => `${verb} ${mask}`,
  },
  {
    needs: /\/.*\//,
    find: /(?<![\w/])(?:~|\.{1,2})?(?:\/[\w.@%+~:$-]+){2,}\/?(?:\?[^\s"']*)?|(?<![\w/])[\w.~-]+(?:\/[\w.@%+~$-]+){2,}\/?(?:\?[^\s"']*)?/g,
  },
  { needs: /\\/, find: /\b[A-Za-z]:\\[^\s"'<>|,;)]*|\\\\[\w.-]+\\[^\s"'<>|,;)]*/g },
  { needs: /["`“]/, find: /"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|“[^”\n]*”/g, by: quoted },
  { needs: /'/, find: /(?<!\w)[bur]?'[^'\n]*'(?!\w)/g, by: quoted },
  {
    needs: /\d/,
    find: new RegExp(
      String.raw`[-+]?(?:\d{1,3}(?:[,']\d{3})+(?!\d)|\d+)(?:\.\d+)*(?:[eE][+-]?\d+)?(?: ?${unit}(?![\w]))?`,
      'g',
    ),
  },
  {
    needs: /=/,
    find: /(?<![\w.-])([A-Za-z_][\w.-]{0,60})=(?!=)([^\s,;&)\]}]*)/g,
    by: (found, key = '', value = '') => (keptCharacter.test(value) ? found : `${key}=${mask}`),
  },
  { needs: /user/i, find: /\b(user[ :]{1,2})([^\s=]+)/gi, by: wordAfter },
  { needs: /for .*from/i, find: /\b(for )(\S+)(?= from\b)/gi, by: wordAfter },
];

/** Puts `mask` in the place of addresses, times, ids, paths, quoted texts, numbers and values. */
export function applyMasks(text: string): string {
  let result = text;
  for (const { needs, find, by } of masks) {
    if (needs.test(result)) result = by ? result.replace(find, by) : result.replace(find, mask);
  }
  return result;
}

/** A quoted text that holds an error code or a class says which fault it is. */
function quoted(found: string): string {
  return keptCharacter.test(found) ? found : mask;
}

function wordAfter(found: string, word = '', value = ''): string {
  return keptCharacter.test(value) ? found : word + mask;
}
