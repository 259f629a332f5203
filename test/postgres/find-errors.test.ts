import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Filter } from '../../src/filter/filter.ts';
import { mostFilterText, parseFilter } from '../../src/filter/parse-filter.ts';
import { findErrors } from '../../src/postgres/find-errors.ts';
import type { Database } from '../../src/postgres/pool.ts';
import type { ErrorQuery } from '../../src/postgres/query-errors.ts';
import type { IncidentStatus, LogError } from '../../src/types.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const all: ErrorQuery = { services: [], levels: [], since: undefined, until: undefined, limit: 1_000 };
const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;

// Letters that fold to ASCII or to several letters, and what LIKE and JSON read as their own.
const pieces = [
  'time',
  'out',
  'K',
  '\u212a',
  'İ',
  'i\u0307',
  'ß',
  'ẞ',
  'Σς',
  '%',
  '_',
  '\\',
  '*',
  '"',
  '17',
  '1e3',
  'é',
  ' ',
];
const texts = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 })
  .map((some) => some.join(''));
const values = fc.oneof(texts, fc.constantFrom(17, 1e21, 1e-7, true, null, ['time'], { time: 'out' }));
const errors = fc.record({
  message: fc.oneof(
    { arbitrary: texts, weight: 9 },
    texts.map((text) => `${'x'.repeat(1_000)}${text}`),
  ),
  severity: fc.constantFrom('CRITICAL', 'ERROR', 'EXCEPTION'),
  service: fc.constantFrom('users', 'Users', 'pay-ments'),
  host: fc.option(texts),
  logger: fc.option(texts),
  exceptionType: fc.option(texts),
  traceId: fc.option(texts),
  incident: fc.constantFrom('aaaa000000000001', 'aaaa000000000002', 'bbbb000000000003', 'cccc000000000004'),
  fields: fc.dictionary(fc.constantFrom('a', 'a.b'), values, { maxKeys: 2 }),
  day: fc.constantFrom(-1, -3, 400, -300_000),
});

const quoted = texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
const globs = fc.oneof(
  quoted,
  fc
    .tuple(texts, fc.constantFrom('*', ''))
    .map(([text, star]) => `"*${text.replace(/["\\]/g, '\\$&')}${star}"`),
  fc.constantFrom('*', '17', '1*', '1e21', '1e-7', '[*', 'true', '*time*', '{*'),
);
const terms = fc.oneof(
  quoted,
  fc.constantFrom(
    '/time|17/',
    '/^K/',
    'level:crit',
    'level:e*',
    'service:users',
    'service:*u*',
    'service:/^p/',
  ),
  fc.constantFrom(
    'status:resolved',
    'status:new',
    'status:muted',
    'incident:aaaa*',
    'incident:cccc000000000004',
  ),
  fc
    .tuple(fc.constantFrom('host', 'logger', 'message', 'exception', 'trace', 'field.a', 'field.a.b'), globs)
    .map(([name, glob]) => `${name}:${glob}`),
);
const filters = fc
  .array(
    fc.array(
      fc.tuple(fc.constantFrom('', '', '-'), terms).map(([no, term]) => no + term),
      { minLength: 1, maxLength: 3 },
    ),
    {
      maxLength: 3,
    },
  )
  .map((alternatives) => alternatives.map((each) => each.join(' ')).join(' or '))
  .filter((text) => text.length <= mostFilterText);

test('finds in the store what the filter of the screen finds', { timeout: 60_000 }, async () => {
  const { database, store, triage, history } = await aPast();
  const stored = fc.sample(errors, { numRuns: 300, seed: 6 }).map(({ day, ...some }, i) => {
    const at = today + day * dayMs + i;
    return anError({ ...some, at, time: at, offset: BigInt(i), grouping: groupingOf(some.incident) });
  });
  await store(stored);
  await triage.resolve('aaaa000000000001', 'test');
  await triage.mute('bbbb000000000003', { perMinute: 1_000_000 }, 'test');
  const incidents = await history.incidents({ limit: 10 });
  const statuses = new Map(incidents.map(({ id, status }) => [id, status]));

  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom('newest', 'oldest'), async (text, order) => {
      const filter = filterOf(text);
      const expected = stored.filter((error) => finds(filter, error, statuses));

      const found = await foundIn(database, { ...all, order }, filter);

      expect(found).toEqual(inOrder(expected, order).map(({ offset }) => offset));
    }),
    {
      numRuns: 100,
      examples: [
        ['-host:*', 'newest'],
        ['field.a:*', 'oldest'],
        ['-k', 'newest'],
      ],
    },
  );
});

test('goes on behind any error it showed, and ends at the limit', async () => {
  const { database, store } = await aPast();
  await store(
    Array.from({ length: 2_500 }, (_, i) =>
      anError({ message: `order ${i}`, at: today + Math.floor(i / 7) }),
    ),
  );
  const filter = filterOf('order -"9"');
  const seen: bigint[] = [];
  let query: ErrorQuery = { ...all, limit: 333 };

  for (let more = true; more; ) {
    more = false;
    for await (const { errors: page, placeOf } of findErrors(database, query, filter)) {
      seen.push(...page.map(({ offset }) => offset));
      const after = placeOf(page.length - 1);
      if (after !== undefined) query = { ...query, after };
      more = true;
    }
  }

  const expected = Array.from({ length: 2_500 }, (_, i) => i).filter((i) => !String(i).includes('9'));
  expect(seen).toEqual(expected.toReversed().map(BigInt));
});

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.filter;
}

function finds(filter: Filter, error: LogError, statuses: ReadonlyMap<string, IncidentStatus>): boolean {
  return filter.matches({ ...error, status: statuses.get(error.incident) });
}

async function foundIn(database: Database, query: ErrorQuery, filter: Filter): Promise<readonly bigint[]> {
  const found: bigint[] = [];
  for await (const page of findErrors(database, query, filter))
    found.push(...page.errors.map(({ offset }) => offset));
  return found;
}

function inOrder(some: readonly LogError[], order: 'newest' | 'oldest'): readonly LogError[] {
  const oldest = some.toSorted((a, b) => a.at - b.at || Number(a.offset - b.offset));
  return order === 'oldest' ? oldest : oldest.toReversed();
}

function groupingOf(incident: string): LogError['grouping'] {
  return { fingerprint: `v1:${incident}`, tier: 'template', parts: [] };
}
