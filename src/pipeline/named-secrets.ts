/** Names whose value is a secret, as the end of a name: `db_password`, `clientSecret`, `X-Api-Key`. */
const name =
  'password|passwd|passphrase|passcode|pwd|(?<![a-z])pass|secret|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|secret[_-]?key|private[_-]?key|account[_-]?key|shared[_-]?access[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|master[_-]?key|credentials?|session[_-]?id|sessid|(?<![a-z])cvv|(?<![a-z])cvc';
const quoted = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\\+["'](?:[^"'\\]|\\(?!["']))*\\+["']`;
/** Up to a blank; a comma or bracket belongs to the value unless it ends it or parts it from the next name. */
const plain = String.raw`(?:[^\s,;&"'<>)\]}\\]|[,;&)\]}\\](?!\s|$|[\w.-]+=|["')\]},;\\]))+`;

const equalSign = new RegExp(
  String.raw`((?:${name})["'\]]{0,2}\s{0,2}(?:=>|:=|=)\s{0,2})(${quoted}|${plain})`,
  'gi',
);
const colon = new RegExp(String.raw`((?:${name})(?:\\{0,3}["'])?\s{0,2}:\s{0,3})(${quoted}|${plain})`, 'gi');
const option = /(--?(?:[\w-]{1,30}-)?(?:password|passwd|secret|token|api-key|access-key)\s+)(?!-)(\S+)/gi;
const sentence = /(\bpassword\s+(?:is|was)\s+)(\S*[\d!@#$%^&*]\S*)/gi;
const tag = /(<(?:password|passwd|secret|token|apikey|api-key)>)([^<]{1,500})(?=<)/gi;

const anyName = new RegExp(name, 'i');
const wholeName = new RegExp(`(?:${name})$`, 'i');
const noSecret =
  /^(?:\\*["'])?(?:\[REDACTED|null|none|nil|undefined|true|false|\*+|<[^>]*>?|\$\{[^}]*|%[sdr]|\{\}|\.{3}|-)?(?:\\*["'])?$|^(?:\\*["'])?\[REDACTED:/i;
/** Words that follow "password:" or "token:" in sentences. */
const ordinaryWord =
  /^(?:expired?|invalid|missing|required|incorrect|wrong|not|is|was|must|should|cannot|can|could|may|the|an?|no|empty|changed|reset|rotated|revoked|refreshed|unknown|mismatch(?:ed)?|failed|failure|failing|too|validation|error|unexpected|expected|unauthorized|forbidden|denied|ok|okay|valid|verified|issued|created|updated|deleted|found|set|unset|generated|provided|string|number|type|for|from|of|in|at|on|by|with|and|or|but|will|has|have|does|did|bad|malformed|unable|parse|parsing|decode|signature|user|account|please|check|checking|use|using|used|jwt|bearer|got|see|lookup|fetch(?:ed|ing)?|request(?:ed|ing)?|refresh(?:ing)?|limit|length|strength|policy|manager|store|service|provider)[.,;:!)]*$/i;

/** Puts `[REDACTED:kind]` in the place of values whose name says that they are secret, in `key=value`, JSON and the like. */
export function redactNamed(text: string): string {
  if (!anyName.test(text)) return text;
  return text
    .replace(equalSign, (whole, head: string, value: string) => replaced(whole, head, value))
    .replace(colon, (whole, head: string, value: string) =>
      /^\\*["']/.test(value) || (value.length >= 4 && !ordinaryWord.test(value))
        ? replaced(whole, head, value)
        : whole,
    )
    .replace(option, (whole, head: string, value: string) => replaced(whole, head, value))
    .replace(sentence, (whole, head: string, value: string) => replaced(whole, head, value))
    .replace(tag, (whole, head: string, value: string) => replaced(whole, head, value));
}

/** The kind of secret that a field of this name holds; `undefined` for a field like any other. */
export function secretKindOfName(fieldName: string): string | undefined {
  return wholeName.test(fieldName) ? kindOf(fieldName) : undefined;
}

/** Keeps the quotes, so that JSON stays JSON. */
function replaced(whole: string, head: string, value: string): string {
  if (noSecret.test(value)) return whole;
  const quote = /^\\*["']/.exec(value)?.[0] ?? '';
  return `${head}${quote}[REDACTED:${kindOf(head)}]${quote}`;
}

function kindOf(head: string): string {
  if (/token|sess/i.test(head)) return 'token';
  if (/pass|pwd/i.test(head)) return 'password';
  return /key/i.test(head) ? 'api-key' : 'secret';
}
