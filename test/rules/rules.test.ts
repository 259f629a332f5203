import { expect, test } from 'vitest';
import { parseGroupingRules } from '../../src/rules/grouping-rules.ts';
import { parseRedactRules } from '../../src/rules/redact-rules.ts';

test('reads rules of grouping with comments, quotes, several fields and masks', () => {
  const text = `
# what we know
service:billing message:"payment * declined" -> payment-declined   # ours
type:TimeoutError -> {{ default }}, {{ logger }}
message:"disk full*" -> disk-full global
mask req-* tenant-*
`;

  expect(parseGroupingRules(text, 'rules')).toEqual({
    rules: [
      {
        match: [
          { field: 'service', pattern: 'billing' },
          { field: 'message', pattern: 'payment * declined' },
        ],
        fingerprint: ['payment-declined'],
      },
      {
        match: [{ field: 'exceptionType', pattern: 'TimeoutError' }],
        fingerprint: ['{{ default }}', '{{ logger }}'],
      },
      { match: [{ field: 'message', pattern: 'disk full*' }], fingerprint: ['disk-full'], global: true },
    ],
    masks: ['req-*', 'tenant-*'],
  });
});

test('names every wrong line of a grouping file', () => {
  const text = 'service:a -> b\nnonsense\nfoo:bar -> x\n-> y\nservice:a ->\nservice:a b -> c';

  expect(() => parseGroupingRules(text, 'my.rules')).toThrow(
    'The grouping rules in my.rules can\'t be read: line 2: there is no "->"; line 3: there is no field foo; ' +
      'line 4: there is no pattern before "->"; line 5: a part to the right of "->" is missing; ' +
      'line 6: "b" is no field:pattern.',
  );
});

test('reads kinds of secrets', () => {
  const rules = parseRedactRules('# ours\ncustomer-id /CUST-[0-9]{6}/\nbadge /b[0-9]+x/i\n', 'rules');

  expect(rules.map(({ kind, find }) => `${kind} ${find}`)).toEqual([
    'customer-id /CUST-[0-9]{6}/g',
    'badge /b[0-9]+x/gi',
  ]);
});

test.for([
  { line: 'no expression', says: 'it is not a name' },
  { line: 'open /(/', says: 'Invalid regular expression' },
  { line: 'empty /a*/', says: 'matches the empty text' },
  { line: 'slow /(a+)+b/', says: 'can take forever' },
  { line: `long /${'a'.repeat(501)}/`, says: 'longer than 500' },
])('refuses $line', ({ line, says }) => {
  expect(() => parseRedactRules(`ok /a/\n${line}`, 'rules')).toThrow(new RegExp(`line 2: .*${says}`));
});
