import { expect, test } from 'vitest';
import { createKnownGroupings, type GroupingKey } from '../../../src/pipeline/fingerprint/known-groupings.ts';

/** Names a grouping by all that decides about it, and counts how often one was made. */
function aCache() {
  const made: string[] = [];
  const grouped = createKnownGroupings(({ service, tier, parts }) => {
    const incident = [service, tier, ...parts].join('|');
    made.push(incident);
    return { grouping: { fingerprint: `v1:${incident}`, tier, parts }, incident };
  });
  return { made, incidentOf: (key: GroupingKey) => grouped(key).incident };
}

const key = (some: Partial<GroupingKey> = {}): GroupingKey => ({
  service: 'billing',
  tier: 'message',
  parts: ['billing.api', 'payment <*> declined'],
  ...some,
});

test('makes a grouping once, and another for all that differs in any of its texts', () => {
  const { made, incidentOf } = aCache();
  const keys = [
    key(),
    key({ service: 'search' }),
    key({ tier: 'exception' }),
    key({ parts: ['billing.job', 'payment <*> declined'] }),
    key({ parts: ['billing.api', 'payment <*> lost'] }),
    key({ parts: ['payment <*> declined'] }),
    key({ parts: [] }),
  ];

  const first = keys.map(incidentOf);
  const again = keys.map((each) => incidentOf(structuredClone(each)));

  expect(new Set(first).size).toBe(keys.length);
  expect(again).toEqual(first);
  expect(made).toEqual(first);
});

test.each([
  { what: 'loggers of one message', keyOf: (i: number) => key({ parts: [`logger ${i}`, 'lost'] }) },
  { what: 'messages', keyOf: (i: number) => key({ parts: ['billing.api', `lost ${i}`] }) },
])('says the same of 30,000 $what, although it keeps few of them', ({ keyOf }) => {
  const { made, incidentOf } = aCache();
  const numbers = Array.from({ length: 30_000 }, (_, i) => i);
  const expected = numbers.map((i) => ['billing', 'message', ...keyOf(i).parts].join('|'));

  expect(numbers.map((i) => incidentOf(keyOf(i)))).toEqual(expected);
  expect(numbers.map((i) => incidentOf(keyOf(i)))).toEqual(expected);
  expect(made.length).toBe(60_000);
});
