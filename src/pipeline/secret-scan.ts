const other = 0;
const letter = 1;
const digit = 2;
const joint = 3;
const base64Mark = 4;
const kindOf = tableOfKinds();

/** Runs of letters, digits, hyphens and underscores that are shorter hold no token of any known shape. */
const shortestToken = 16;
const tokenStart =
  /^(?:A[A-Z]{3}[A-Z0-9]|AIza|ya29|GOCSPX|gh[pousr]_|github_|gl[a-z]{2,3}-|xox|xapp|eyJ|[sr]k_|whsec|npm_|pypi-|SG|sk-|hf_|do[opr]_|shp|hv[sb]|dapi|ATATT|AGE-|EAAC)/;
/** Length of an AWS secret key in base64. */
const base64Length = 40;

const beforeValue =
  /(?:pass|passw(?:or)?d|passphrase|passcode|pwd|secret|token|key|key[_-]?id|credentials?|sess(?:ion)?[_-]?id|cvv|cvc|cookie|authorization|sig|signature|security-token)[\s"'\\\]]{0,5}$/i;
const beforeBlank =
  /(?:\bbearer|\bbasic|\bpassword (?:is|was)|-(?:password|passwd|secret|token|key))[\s:]{0,3}$/i;
const lookBack = 24;

/**
 * False for a text that can hold no secret of the built-in kinds. One pass over the characters, since nearly every
 * text holds none: all the expressions on a stack of 900 characters would cost more than the rest of its path.
 */
export function mayHoldSecret(text: string): boolean {
  let runStart = 0;
  let runHasDigit = false;
  let base64Start = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0x20;
    const kind = code < 128 ? kindOf[code] : other;
    if (kind === letter) continue;
    if (kind === digit) {
      runHasDigit = true;
      continue;
    }
    if (kind !== base64Mark) {
      if (index - base64Start === base64Length) return true;
      base64Start = index + 1;
      if (kind === joint) continue;
    }
    const isLong = index - runStart >= shortestToken;
    if (isLong && (runHasDigit || tokenStart.test(text.slice(runStart, runStart + 8)))) return true;
    runStart = index + 1;
    runHasDigit = false;
    if (isBeforeSecret(text, index, code)) return true;
  }
  return text.includes('-----BEGIN');
}

/** What stands before the character at `index` says that a secret may follow. */
function isBeforeSecret(text: string, index: number, code: number): boolean {
  switch (code) {
    case 0x3a: // :
      if (text.startsWith('//', index + 1)) return true;
      return beforeValue.test(text.slice(Math.max(0, index - lookBack), index));
    case 0x3d: // =
    case 0x3e: // >
      return beforeValue.test(text.slice(Math.max(0, index - lookBack), index));
    case 0x20:
    case 0x09:
      return (
        endsLikeName(text.charCodeAt(index - 2) | 0x20, text.charCodeAt(index - 1) | 0x20) &&
        beforeBlank.test(text.slice(Math.max(0, index - lookBack), index))
      );
    default:
      return false;
  }
}

/** The last two letters, in lower case, of what `beforeBlank` looks for: nearly every word ends otherwise. */
function endsLikeName(before: number, last: number): boolean {
  switch (last) {
    case 0x72: // bearer
    case 0x74: // secret
    case 0x6e: // token
    case 0x79: // key
      return before === 0x65;
    case 0x64: // password, passwd
      return before === 0x72 || before === 0x77;
    case 0x73: // password is, was
      return before === 0x69 || before === 0x61;
    case 0x63: // basic
      return before === 0x69;
    default:
      return last === 0x3a; // bearer:
  }
}

function tableOfKinds(): Uint8Array {
  const kinds = new Uint8Array(128);
  const mark = (characters: string, kind: number) => {
    for (const character of characters) kinds[character.charCodeAt(0)] = kind;
  };
  mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', letter);
  mark('0123456789', digit);
  mark('_-', joint);
  mark('+/', base64Mark);
  return kinds;
}
