import { expect, test } from 'vitest';
import type { GroupingKey } from '../../../src/pipeline/fingerprint/known-groupings.ts';
import { createKnownStacks } from '../../../src/pipeline/fingerprint/known-stacks.ts';

/** Names a grouping by its service and stack, and counts how often one was made. */
function aCache() {
  const made: string[] = [];
  const grouped = createKnownStacks(({ service, tier, parts }) => {
    const incident = [service, ...parts].join('|');
    made.push(incident);
    return { grouping: { fingerprint: `v1:${incident}`, tier, parts }, incident };
  });
  return { made, incidentOf: (key: GroupingKey) => grouped(key).incident };
}

const key = (service: string, parts: readonly string[]): GroupingKey => ({ service, tier: 'stack', parts });

test('makes a grouping once for each service of a stack', () => {
  const { made, incidentOf } = aCache();
  const [one, other] = [['pay'], ['find']];

  const said = [key('billing', one), key('search', one), key('billing', other), key('billing', one)].map(
    incidentOf,
  );

  expect(said).toEqual(['billing|pay', 'search|pay', 'billing|find', 'billing|pay']);
  expect(made).toEqual(['billing|pay', 'search|pay', 'billing|find']);
});

test('remembers no more than 10,000, however many services share a stack', () => {
  const { made, incidentOf } = aCache();
  const stack = ['pay'];
  const services = Array.from({ length: 10_001 }, (_, i) => `service-${i}`);

  for (const service of services) incidentOf(key(service, stack));

  expect(incidentOf(key('service-10000', stack))).toBe('service-10000|pay');
  expect(made).toHaveLength(10_001);
  expect(incidentOf(key('service-0', stack))).toBe('service-0|pay');
  expect(made).toHaveLength(10_002);
});
