import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseText } from '../../../src/pipeline/fingerprint/normalise-text.ts';
import { anyText } from '../../support/any-text.ts';

test.each([
  ['order 8841 not found', 'order <*> not found'],
  ['took -1,234.5 ms and 12ms', 'took <*> and <*>'],
  ['GET https://x.example/a?b=1 failed', 'GET <*> failed'],
  ['mail to ann@example.org bounced', 'mail to <*> bounced'],
  ['job 550e8400-e29b-41d4-a716-446655440000 lost', 'job <*> lost'],
  ['at 2026-11-23 10:15:02,118 and 10:15', 'at <*> and <*>'],
  ['since Mon Nov 23 10:15:02 2026 idle', 'since <*> idle'],
  ['10.0.0.1:80 and fe80::1 and 00:1b:44:11:3a:b7 down', '<*> and <*> and <*> down'],
  ['cannot reach db-1.prod.example.com now', 'cannot reach <*> now'],
  ['sum 0xdeadbeef vs 3f2a9c', 'sum <*> vs <*>'],
  ['open /var/log/app.log or C:\\logs\\app.log', 'open <*> or <*>'],
  ['column "a b" of \'t\'', 'column <*> of <*>'],
  ['"GET /items/7 HTTP/1.1" slow', 'GET <*> slow'],
  ['blk_-160 and dn17/pkts.rrd gone', '<*> and <*> gone'],
  ['1, 2, 3 are too many', '<*> are too many'],
  ['batch (17) failed', 'batch failed'],
  ['flush shard=7 size= leader=north failed', 'flush shard=<*> size=<*> leader=<*> failed'],
  ['a=1,b=2', 'a=<*> b=<*>'],
  ['password for root from here', 'password for <*> from here'],
  ['the user ann left', 'the user <*> left'],
  ['cannot handle {"b":1,"a":{"c":2}} now', 'cannot handle {a,b} now'],
  ['\x1b[31mred 7\x1b[0m', 'red <*>'],
  ['\\x1b[31mred 7\\x1b[0m', 'red <*>'],
  ['first 1\nsecond', 'first <*>'],
  ['cannot render:\nvariable is missing\nthird', 'cannot render: variable is missing'],
])('normalises %j', (text, expected) => {
  expect(normaliseText(text)).toBe(expected);
});

test.each([
  ['ORA-00942: table or view does not exist', 'ORA-01017: invalid username/password'],
  ['error TS-2345 in build', 'error TS-2304 in build'],
  ['E11000 duplicate key', 'E11001 duplicate key'],
  ['upstream answered status 502', 'upstream answered status 504'],
  ['ended with exit code 1', 'ended with exit code 137'],
  ['killed by signal 9', 'killed by signal 15'],
  ['SQLSTATE 40001: retry', 'SQLSTATE 23505: retry'],
  ['HTTP 503 from pay', 'HTTP 429 from pay'],
  ['connect ECONNREFUSED 10.0.0.1:80', 'connect ECONNRESET 10.0.0.1:80'],
  ["got 'IOError' from disk", "got 'OSError' from disk"],
  ['no bean com.shop.Tax here', 'no bean com.shop.Cart here'],
])('keeps %j and %j apart', (one, other) => {
  expect(normaliseText(one)).not.toBe(normaliseText(other));
});

test.each([
  ['order ORD-8841 declined', 'order ORD-9 declined'],
  ['value 123456 bad', 'value -99 bad'],
  ['host an17 lost', 'host bn3 lost'],
])('takes %j and %j for one fault', (one, other) => {
  expect(normaliseText(one)).toBe(normaliseText(other));
});

test('takes linear time on hostile texts', () => {
  const hostile = ['=', '/a', '(1)', '"', "'", '::', 'a.', '-', '{"', '1,', 'user ', '%', '\\', '@', 'a_'];

  for (const piece of hostile) {
    const start = performance.now();
    normaliseText(piece.repeat(50_000));

    expect(performance.now() - start, piece).toBeLessThan(2000);
  }
});

test('gives the same for any text each time, without characters of its own', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const normalised = normaliseText(text);

      expect(normaliseText(text)).toBe(normalised);
      expect(normalised).not.toMatch(/[\ue000-\uf8ff]/);
    }),
  );
});
