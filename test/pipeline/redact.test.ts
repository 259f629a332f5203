import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { createRedact } from '../../src/pipeline/redact.ts';
import type { BatchResult } from '../../src/types.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';
import { messageTemplates } from './corpus/messages.ts';
import { createRandom } from './corpus/random.ts';
import { type PlantedSecret, plantedSecrets } from './corpus/secrets.ts';
import { stackTemplates } from './corpus/stacks.ts';

/** Ways in which a text gets into a record, each kept as an error or set aside. */
const carriers: readonly ((text: string) => unknown)[] = [
  (text) => aPythonRecord({ message: text }),
  (text) =>
    aPythonRecord({
      exception: `Traceback (most recent call last):\n  File "a.py", line 1, in b\nValueError: ${text}`,
    }),
  (text) => aPythonRecord({ request: { headers: [text], deep: { er: { body: text } } } }),
  (text) => aPythonRecord({ service: text, logger: text, host: text }),
  (text) => `2026-11-23 10:15:02,118 - auth - ERROR - ${text}`,
  (text) => JSON.stringify(aPythonRecord({ message: text })).slice(0, -2),
  (text) => ({ '@t': '2026-11-23T10:15:02Z', '@l': 'Error', '@mt': text, fingerprint: [text] }),
];

function shown(result: BatchResult): string {
  return JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/** Pieces of a secret that would give it away, as they would stand in JSON. */
function piecesOf({ secret }: PlantedSecret): readonly string[] {
  return secret.split(/[\n:]/).map((piece) => JSON.stringify(piece).slice(1, -1));
}

test.each(carriers.map((carry, index) => ({ carry, index })))(
  'lets none of 240 planted secrets through in carrier $index',
  ({ carry }) => {
    const planted = plantedSecrets(createRandom(7));
    const run = createPipeline();

    const through = planted.filter((secret) => {
      const result = shown(run(aRawBatch([carry(secret.text)])));
      return piecesOf(secret).some((piece) => piece.length > 6 && result.includes(piece));
    });

    expect(planted).toHaveLength(240);
    expect(through.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([]);
  },
);

test('the measure sees secrets that get through', () => {
  const planted = plantedSecrets(createRandom(7));
  const run = createPipeline({ redaction: false });

  const through = planted.filter((secret) => {
    const result = shown(run(aRawBatch([aPythonRecord({ message: secret.text })])));
    return piecesOf(secret).some((piece) => piece.length > 6 && result.includes(piece));
  });

  expect(through).toHaveLength(240);
});

test('touches no more than 1 % of 10,000 ordinary lines', () => {
  const random = createRandom(11);
  const redact = createRedact();
  const makers = [
    ...messageTemplates.map(({ message }) => message),
    ...stackTemplates.map(({ stack }) => stack),
  ];
  const lines = Array.from({ length: 10_000 }, () => random.pick(makers)(random));

  const touched = lines.filter((line) => redact(line) !== line);

  expect(touched.length, touched.slice(0, 5).join('\n')).toBeLessThanOrEqual(100);
});

test.each([
  'unexpected token: }',
  'invalid password: must have 8 characters',
  'token: expired',
  'password=',
  `password=null secret=\${SECRET} token=***`,
  'max_tokens=512 used_tokens: 77',
  'tokenizer=bpe tokens=12',
  'bearer authentication failed',
  'Basic authentication required',
  'see https://example.com/docs?x=1',
  'commit 3f2a9c1b7d3f2a9c1b7d3f2a9c1b7d3f2a9c1b7d',
  'request 550e8400-e29b-41d4-a716-446655440000 failed',
  'com.example.service.impl.BillingServiceImplementationFactory2',
])('leaves "%s" as it is', (line) => {
  expect(createRedact()(line)).toBe(line);
});

test.each([
  ['key AKIAIOSFODNN7EXAMPLE is bad', 'key [REDACTED:aws-key] is bad'],
  ['{"password":"hunter2"}', '{"password":"[REDACTED:password]"}'],
  ['db_password=hunter2, host=db', 'db_password=[REDACTED:password], host=db'],
  ['redis://:s3cret@cache:6379', 'redis://[REDACTED:url-credentials]@cache:6379'],
  ['mysql://app:a/b@c@db/shop', 'mysql://[REDACTED:url-credentials]@db/shop'],
])('keeps the shape of "%s"', (line, redacted) => {
  expect(createRedact()(line)).toBe(redacted);
});

test('hides a value whose field has a secret name, whatever it holds', () => {
  const record = aPythonRecord({
    db: { password: 'plain', pin: 1 },
    apiKey: 123456,
    token: ['a', 'b'],
    tokens: 5,
  });

  const error = createPipeline()(aRawBatch([record])).errors[0];

  expect(error?.fields).toMatchObject({
    db: { password: '[REDACTED:password]', pin: 1 },
    apiKey: '[REDACTED:api-key]',
    token: '[REDACTED:token]',
    tokens: 5,
  });
});

test('hides mail addresses and card numbers only when asked to', () => {
  const line = 'mail to ann@example.org about 4111 1111 1111 1111, not 4111 1111 1111 1112';

  expect(createRedact()(line)).toBe(line);
  expect(createRedact({ emails: true, cards: true })(line)).toBe(
    'mail to [REDACTED:email] about [REDACTED:card], not 4111 1111 1111 1112',
  );
});

test("hides every match of the user's own rules", () => {
  const redact = createRedact({ rules: [{ kind: 'iban', find: /\bDE\d{20}\b/ }] });

  expect(redact('DE02120300000000202051 and DE02500105170137075030')).toBe(
    '[REDACTED:iban] and [REDACTED:iban]',
  );
});

test('shows everything with redaction off', () => {
  const run = createPipeline({ redaction: false });

  const error = run(aRawBatch([aPythonRecord({ message: 'password=hunter2', token: 'x' })])).errors[0];

  expect(error).toMatchObject({ message: 'password=hunter2', fields: { token: 'x' } });
});
