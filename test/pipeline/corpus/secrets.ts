import type { Random } from './random.ts';

/** A secret, and a text that holds it as a careless service would log it. */
export type PlantedSecret = { readonly kind: string; readonly secret: string; readonly text: string };

type Kind = {
  readonly kind: string;
  readonly secret: (random: Random) => string;
  readonly texts: readonly ((secret: string) => string)[];
};

const perKind = 20;
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const digits = '0123456789';
const mixed = upper + lower + digits;

/** Twelve kinds of secrets as their issuers make them; generated, so none was ever in use. */
const kinds: readonly Kind[] = [
  {
    kind: 'AWS access key',
    secret: (r) => `${r.pick(['AKIA', 'ASIA'])}${chars(r, 16, `${upper}234567`)}`,
    texts: [
      (s) => `no such key ${s}`,
      (s) => `aws_access_key_id = ${s}`,
      (s) => `sts:AssumeRole by ${s}: denied`,
    ],
  },
  {
    kind: 'AWS secret key',
    secret: (r) => chars(r, 40, `${mixed}+/`),
    texts: [
      (s) => `AWS_SECRET_ACCESS_KEY=${s}`,
      (s) => `{"secretAccessKey": "${s}"}`,
      (s) => `signed with ${s} at edge`,
    ],
  },
  {
    kind: 'GitHub token',
    secret: (r) => `${r.pick(['ghp_', 'gho_', 'ghs_', 'github_pat_'])}${chars(r, 36, mixed)}`,
    texts: [
      (s) => `clone failed with ${s}`,
      (s) => `git push https://${s}@github.com/acme/shop`,
      (s) => `GITHUB_TOKEN=${s} rejected`,
    ],
  },
  {
    kind: 'Slack token',
    secret: (r) =>
      `xox${r.pick(['b', 'p', 'a'])}-${chars(r, 11, digits)}-${chars(r, 11, digits)}-${chars(r, 24, mixed)}`,
    texts: [
      (s) => `slack says invalid_auth for ${s}`,
      (s) => `"slack": "${s}"`,
      (s) => `chat.postMessage?token=${s}&channel=ops`,
    ],
  },
  {
    kind: 'JWT',
    secret: (r) => `eyJhbGciOiJIUzI1NiJ9.eyJ${chars(r, 60, mixed)}.${chars(r, 43, `${mixed}-_`)}`,
    texts: [
      (s) => `jwt expired: ${s}`,
      (s) => `Authorization: Bearer ${s}`,
      (s) => `cookie session=${s}; Path=/`,
    ],
  },
  {
    kind: 'bearer token',
    secret: (r) => chars(r, r.number(12, 60), `${mixed}-._~`),
    texts: [
      (s) => `Authorization: Bearer ${s}`,
      (s) => `headers {"authorization":"Bearer ${s}"}`,
      (s) => `curl -H 'authorization: bearer ${s}' failed`,
    ],
  },
  {
    kind: 'private key',
    secret: (r) => Array.from({ length: 4 }, () => chars(r, 64, `${mixed}+/`)).join('\n'),
    texts: [
      (s) => `cannot load -----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----`,
      (s) => `key -----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY----- is not PKCS#1`,
      (s) => `cut off -----BEGIN OPENSSH PRIVATE KEY-----\n${s}`,
    ],
  },
  {
    kind: 'password as key=value',
    secret: password,
    texts: [
      (s) => `connect host=db user=app password=${s} dbname=shop failed`,
      (s) => `DB_PASSWORD='${s}' is wrong`,
      (s) => `Server=db;User Id=app;Pwd=${s};Database=shop`,
      (s) => `login failed, password: ${s}`,
    ],
  },
  {
    kind: 'password in JSON',
    secret: password,
    texts: [
      (s) => `body was {"user":"app","password":"${s}","otp":1}`,
      (s) => `body was {'user': 'app', 'password': '${s}'}`,
      (s) => `raw "{\\"dbPassword\\":\\"${s}\\",\\"x\\":1}"`,
    ],
  },
  {
    kind: 'user info in a URL',
    secret: (r) => `${r.name()}:${chars(r, 14, mixed)}`,
    texts: [
      (s) => `cannot reach postgres://${s}@db.example.com:5432/shop`,
      (s) => `proxy http://${s}@10.0.0.7:3128 refused`,
      (s) => `AMQP_URL="amqps://${s}@mq.internal/vhost"`,
    ],
  },
  {
    kind: 'API key',
    secret: (r) => chars(r, r.number(20, 40), mixed),
    texts: [
      (s) => `api_key=${s} has no quota`,
      (s) => `GET /v1/geo?apiKey=${s}&q=x gave 403`,
      (s) => `X-Api-Key: ${s}`,
    ],
  },
  {
    kind: 'key of a cloud or service',
    secret: (r) =>
      r.pick([
        () => `AIza${chars(r, 35, `${mixed}-_`)}`,
        () => `sk_live_${chars(r, 24, mixed)}`,
        () => `SG.${chars(r, 22, mixed)}.${chars(r, 43, mixed)}`,
        () => `npm_${chars(r, 36, mixed)}`,
        () => `glpat-${chars(r, 20, mixed)}`,
      ])(),
    texts: [(s) => `rejected ${s}`, (s) => `(${s}) is disabled`, (s) => `config: key "${s}" unknown`],
  },
];

export function plantedSecrets(random: Random): readonly PlantedSecret[] {
  return kinds.flatMap(({ kind, secret, texts }) =>
    Array.from({ length: perKind }, () => {
      const value = secret(random);
      return { kind, secret: value, text: random.pick(texts)(value) };
    }),
  );
}

/** As people and generators choose them: with signs, digits and both cases. */
function password(r: Random): string {
  return `${chars(r, r.number(5, 9), lower)}${r.pick(['!', '#', '@', '$', '_', '-', '.'])}${chars(r, 3, mixed)}${r.number(10, 99)}`;
}

function chars(r: Random, length: number, from: string): string {
  return Array.from({ length }, () => r.pick([...from])).join('');
}
