import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Filter, FilterSubject } from '../../src/filter/filter.ts';
import { mostFilterText, parseFilter } from '../../src/filter/parse-filter.ts';
import { anError } from '../support/builders.ts';

const error = anError({
  message: 'Database connection failed: timeout after 3000 ms at /api/v1/users',
  severity: 'CRITICAL',
  service: 'user-management',
  host: 'users-7d9f-2',
  logger: 'com.example.Users',
  exceptionType: 'java.net.SocketTimeoutException',
  fields: { tenant: 'acme', attempt: 3, 'http.status': 503, request: { path: '/v1', deep: { id: 'x-1' } } },
});

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.message} at ${parsed.problem.at}`);
  return parsed.filter;
}

test.each([
  '',
  '   ',
  'TIMEOUT',
  'timeout database',
  'timeout and database',
  '"connection failed"',
  '"failed: timeout',
  'nothing or timeout',
  'nothing or timeout database',
  'timeout or',
  'or timeout',
  '-nothing',
  '-"timeout  after"',
  '/after \\d+ ms/',
  '/^database .* MS/',
  '/api/v1',
  '"/api/v1"',
  '-/^timeout/',
  '12:03 or timeout',
  'http://x or timeout',
  'service:user-management',
  'service:USER*',
  'service:*-man*',
  'Service:/^user/',
  'level:critical',
  'level:crit',
  '-level:error',
  'host:users-*-2',
  'logger:com.example.*',
  'exception:*timeout*',
  'incident:00000000000000aa',
  'field.tenant:acme',
  'field.attempt:3',
  'field.http.status:503',
  'field.request.deep.id:x-*',
  'field.tenant:*',
  '-field.other:*',
  '-status:new',
  'service:billing or service:user* timeout',
])('%j finds the error', (text) => {
  expect(filterOf(text).matches(error)).toBe(true);
});

test.each([
  'nothing',
  'timeout nothing',
  '-timeout',
  'timeout -database',
  'service:user',
  'service:*x*',
  'level:error',
  'host:*-1',
  'field.tenant:other',
  'field.none:*',
  'field.request.path.more:x',
  'field.constructor:*',
  'status:new',
  'nothing or timeout service:billing',
  '/^timeout/',
  '"timeout database"',
  '-service:user*',
])('%j does not find the error', (text) => {
  expect(filterOf(text).matches(error)).toBe(false);
});

test.each<readonly [string, number, string]>([
  ['/a(b/', 4, 'missing closing )'],
  ['word /[a-z/', 10, 'missing closing ]'],
  ['/a*b(*c)/', 5, 'missing argument to repetition operator: *'],
  ['/ok*\\1/', 4, 'invalid escape sequence: \\1'],
  ['/**/', 1, 'missing argument to repetition operator: *'],
  ['level:loud', 6, 'level: takes critical, error, exception.'],
  ['status:old', 7, 'status: takes new, ongoing, escalating, resolved, regressed, muted.'],
  ['service: x', 8, 'service: needs a value.'],
  ['x servce:user', 2, 'There is no servce: here.'],
  [`/${'a'.repeat(201)}/`, 201, 'A regular expression has at most 200 characters.'],
  ['x'.repeat(501), 500, 'A filter has at most 500 characters.'],
])('tells for %j at character %i what is wrong', (text, at, message) => {
  const parsed = parseFilter(text);

  expect('problem' in parsed && parsed.problem.at).toBe(at);
  expect('problem' in parsed && parsed.problem.message).toContain(message);
});

test('asks for a status only where one is known', () => {
  const filter = filterOf('status:regr');

  expect(filter.usesStatus).toBe(true);
  expect(filterOf('regr').usesStatus).toBe(false);
  expect(filter.matches({ ...error, status: 'REGRESSED' })).toBe(true);
  expect(filter.matches({ ...error, status: 'NEW' })).toBe(false);
});

test.each<readonly [string, string, readonly (readonly [number, number])[]]>([
  ['ab', 'xABab', [[1, 5]]],
  ['a /b+/', 'cabbc', [[1, 4]]],
  ['-a', 'aa', []],
  ['service:a', 'aa', []],
  [
    'a or c',
    'abc',
    [
      [0, 1],
      [2, 3],
    ],
  ],
  ['/x*/', 'ab', []],
  ['k', '\u212a', [[0, 1]]],
])('%j marks in %j the places %j', (text, line, spans) => {
  expect(filterOf(text).highlights(line)).toEqual(spans.map(([from, until]) => ({ from, until })));
});

test('answers an evil regular expression in linear time', () => {
  const filter = filterOf('/(a+)+$/');
  const long = { ...error, message: `${'a'.repeat(9_999)}b` };

  const before = performance.now();
  filter.matches(long);

  expect(performance.now() - before).toBeLessThan(500);
});

const words = fc.stringMatching(/^[a-z]{1,8}$/).filter((word) => word !== 'or' && word !== 'and');
const messages = fc.array(words, { maxLength: 8 }).map((list) => list.join(' '));
const subject = (message: string): FilterSubject => ({ ...error, message });

test('reads any text without throwing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: mostFilterText }), messages, (text, message) => {
      const parsed = parseFilter(text);

      if ('problem' in parsed) {
        expect(parsed.problem.at).toBeGreaterThanOrEqual(0);
        expect(parsed.problem.at).toBeLessThanOrEqual(text.length);
      } else {
        parsed.filter.matches(subject(message));
        parsed.filter.highlights(message);
      }
    }),
    { numRuns: 500 },
  );
});

test('joins words by and, alternatives by or, and negates by a hyphen', () => {
  const term = fc.record({ word: words, negated: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(fc.array(term, { minLength: 1, maxLength: 3 }), { minLength: 1 }),
      messages,
      (alternatives, message) => {
        const text = alternatives
          .map((terms) => terms.map(({ word, negated }) => `${negated ? '-' : ''}${word}`).join(' '))
          .join(' or ');
        fc.pre(text.length <= mostFilterText);
        const expected = alternatives.some((terms) =>
          terms.every(({ word, negated }) => message.includes(word) !== negated),
        );

        expect(filterOf(text).matches(subject(message))).toBe(expected);
      },
    ),
  );
});

test('finds any message by itself in quotes, and marks it whole', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100 }), (message) => {
      const filter = filterOf(`"${message.replace(/["\\]/g, '\\$&')}"`);

      expect(filter.matches(subject(message))).toBe(true);
      expect(filter.highlights(message)).toEqual([{ from: 0, until: message.length }]);
    }),
  );
});
