import { expect, test } from 'vitest';
import { matchesGlob } from '../../../src/pipeline/fingerprint/glob.ts';
import type { GroupingRules } from '../../../src/pipeline/fingerprint/rules.ts';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { aPythonRecord, aRawBatch, aRecord } from '../../support/raw-batch.ts';

function groupingsOf(grouping: GroupingRules, ...values: readonly unknown[]) {
  return createPipeline({ grouping })(aRawBatch(values)).errors.map((error) => error.grouping);
}

const databaseDown: GroupingRules = {
  rules: [{ match: [{ field: 'message', pattern: '*database*' }], fingerprint: ['database-down'] }],
};

test("groups by the user's first rule that matches, before the tiers", () => {
  const [one, other, rest] = groupingsOf(
    databaseDown,
    aPythonRecord({ message: 'no database', exception: 'KeyError: 1' }),
    aPythonRecord({ message: 'the database is gone' }),
    aPythonRecord({ message: 'no disk' }),
  );

  expect(one).toMatchObject({ tier: 'explicit', parts: ['database-down'] });
  expect(other).toEqual(one);
  expect(rest?.tier).toBe('message');
});

test('keeps the services apart unless a rule is global', () => {
  const values = ['a', 'b'].map((service) => aPythonRecord({ message: 'no database', service }));
  const global = { rules: databaseDown.rules.map((rule) => ({ ...rule, global: true })) };

  const [here, there] = groupingsOf(databaseDown, ...values);
  const [globalHere, globalThere] = groupingsOf(global, ...values);

  expect(here?.fingerprint).not.toBe(there?.fingerprint);
  expect(globalHere?.fingerprint).toBe(globalThere?.fingerprint);
});

test('extends the parts of the tiers with {{ default }}', () => {
  const rules = {
    rules: [
      {
        match: [{ field: 'service', pattern: 'order-*' }],
        fingerprint: ['{{ default }}', 'of {{ logger }}'],
      },
    ],
  } as const;

  const [grouping] = groupingsOf(rules, aPythonRecord({ message: 'no disk 7' }));

  expect(grouping?.parts).toEqual(['orders.api', 'no disk <*>', 'of orders.api']);
});

test("masks the user's words last", () => {
  const [one, other] = groupingsOf(
    { rules: [], masks: ['zone-*'] },
    aPythonRecord({ message: 'lost zone-north' }),
    aPythonRecord({ message: 'lost zone-south' }),
  );

  expect(one).toEqual(other);
});

test("groups by the record's own fingerprint before any rule", () => {
  const [field, header] = groupingsOf(
    databaseDown,
    aPythonRecord({ message: 'no database', fingerprint: ['mine', 7] }),
    aRecord('ERROR no database', { headers: { fingerprint: Buffer.from('theirs') } }),
  );

  expect(field).toMatchObject({ tier: 'explicit', parts: ['mine', '7'] });
  expect(header).toMatchObject({ tier: 'explicit', parts: ['theirs'] });
});

test.each([
  ['a*c', 'abc', true],
  ['a*c', 'ac', true],
  ['a*c', 'abcd', false],
  ['*', '', true],
  ['a*a', 'a', false],
  ['*b*d*', 'abcde', true],
  ['a.c', 'abc', false],
])('glob %s and %s: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});
