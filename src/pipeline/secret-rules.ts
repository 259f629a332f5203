/** How one kind of secret looks. `find` is global; its time is linear in the text. */
export type SecretRule = {
  /** Shown in its place: `[REDACTED:kind]`. */
  readonly kind: string;
  readonly find: RegExp;
  /** Index of the group that is the secret, the one before it being kept; default: the whole match is the secret. */
  readonly group?: 2;
  /** Looks closer at what was found; default: every match is a secret. */
  readonly isSecret?: (secret: string) => boolean;
};

/** Secrets that show by their own shape. What may hold others comes first. */
export const shapedSecrets: readonly SecretRule[] = [
  {
    kind: 'private-key',
    find: /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { kind: 'slack-webhook', find: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/-]{10,200}/g },
  {
    kind: 'url-credentials',
    find: /(:\/\/)([^\s/?#"'<>@]{1,200}(?:@[^\s/?#"'<>@]{1,100})*)(?=@[^\s@])/g,
    group: 2,
  },
  {
    // A password with a slash in it; only where no path can hold an @.
    kind: 'url-credentials',
    find: /(\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|s?ftp|smtps?|ldaps?|mssql|sqlserver|kafka|nats|mqtts?|clickhouse):\/\/)([^\s:@/"'<>[]{0,100}:[^\s"'<>]{1,200}?)(?=@[^\s@/]{1,255}(?:[/:?\s"'<>]|$))/g,
    group: 2,
  },
  { kind: 'aws-key', find: /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA)[A-Z0-9]{16}\b/g },
  { kind: 'aws-secret', find: /(?<![\w+/=.-])[A-Za-z0-9+/]{40}(?![\w+/=-])/g, isSecret: isMixed },
  { kind: 'gcp-key', find: /\bAIza[\w-]{35}|\bya29\.[\w-]{20,400}|\bGOCSPX-[\w-]{20,60}/g },
  { kind: 'github-token', find: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/g },
  { kind: 'gitlab-token', find: /\bgl(?:pat|ptt|rt|dt|cbt)-[\w-]{20,100}/g },
  { kind: 'slack-token', find: /\bxox[abeoprs]-[\w-]{8,300}|\bxapp-[\w-]{10,300}/g },
  { kind: 'jwt', find: /\beyJ[\w-]{5,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,2000})?/g },
  { kind: 'stripe-key', find: /\b(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,200}/g },
  { kind: 'npm-token', find: /\bnpm_[A-Za-z0-9]{30,60}/g },
  { kind: 'pypi-token', find: /\bpypi-[\w-]{30,300}/g },
  { kind: 'sendgrid-key', find: /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/g },
  { kind: 'twilio-key', find: /\bSK[0-9a-f]{32}\b/g },
  { kind: 'ai-key', find: /\bsk-(?:[a-z]{2,10}-)?[\w-]{20,200}|\bhf_[A-Za-z0-9]{30,60}/g },
  {
    kind: 'service-token',
    find: /\bdo[opr]_v1_[0-9a-f]{64}|\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|\bhv[sb]\.[\w-]{24,300}|\bdapi[0-9a-f]{32}|\bATATT3[\w=-]{20,300}|\bAGE-SECRET-KEY-1[0-9A-Z]{58}|\bEAACEdEose0cBA[0-9A-Za-z]{10,300}/g,
  },
  { kind: 'telegram-token', find: /\b\d{8,10}:AA[\w-]{33}\b/g },
  { kind: 'bearer', find: /(\bBearer[\s:]{1,3})([\w.~+/=-]{8,4000})/gi, group: 2, isSecret: isNoWord },
  {
    kind: 'authorization',
    find: /(\bauthorization["'\\]{0,4}\s{0,3}[:=]\s{0,3}["'\\]{0,4}(?:Basic|Digest|Token|ApiKey|Negotiate|NTLM|AWS4-HMAC-SHA256)\s{1,3})([^\s"'\\][^\r\n"'\\]{3,2000})/gi,
    group: 2,
  },
  {
    kind: 'basic-auth',
    find: /(\bBasic\s{1,3})([A-Za-z0-9+/]{8,1000}={0,2})(?![\w+/=])/g,
    group: 2,
    isSecret: isBase64,
  },
  {
    kind: 'cookie',
    find: /(\bcookie["'\\]{0,4}\s{0,3}:\s{0,3}["'\\]{0,4})([\w.%-]{1,100}=[^\r\n"'\\]{1,4000})/gi,
    group: 2,
  },
  {
    kind: 'signature',
    find: /([?&](?:sig|signature|X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token)=)([^\s&"'<>]{8,2000})/gi,
    group: 2,
  },
];

export const emailRule: SecretRule = {
  kind: 'email',
  find: /(?<![\w.+%-])[\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g,
};

export const cardRule: SecretRule = {
  kind: 'card',
  find: /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-])|(?<![\w.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])/g,
  isSecret: hasLuhnDigit,
};

/** Random base64 has both cases and digits; forty characters of a path, a word or a hash don't. */
function isMixed(text: string): boolean {
  const upper = text.match(/[A-Z]/g)?.length ?? 0;
  const lower = text.match(/[a-z]/g)?.length ?? 0;
  const switches = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|\d(?=[A-Za-z])/g)?.length ?? 0;
  return upper >= 5 && lower >= 5 && /\d/.test(text) && switches >= 10;
}

/** "bearer authentication failed" holds no token. */
function isNoWord(text: string): boolean {
  return !/^(?:[A-Za-z]?[a-z]{1,20}|[A-Z]{1,20})[.,]?$/.test(text);
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && (/[0-9=+/]/.test(text) || /[a-z][A-Z]/.test(text));
}

function hasLuhnDigit(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number);
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
