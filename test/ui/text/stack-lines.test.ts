import { expect, test } from 'vitest';
import { stackLines } from '../../../src/ui/text/stack-lines.ts';
import { javaStack, pythonStack } from '../support/random-batch.ts';

const kindsOf = (stack: string) => stackLines(stack).map(({ kind }) => kind);

test('tells own frames, library frames and causes of a Java trace apart', () => {
  expect(kindsOf(javaStack)).toEqual([
    'other',
    'own',
    'own',
    'library',
    'library',
    'library',
    'cause',
    'own',
    'library',
  ]);
});

test('gives the source line of a Python frame to its frame', () => {
  expect(kindsOf(pythonStack)).toEqual([
    'other',
    'library',
    'library',
    'own',
    'own',
    'other',
    'other',
    'cause',
    'other',
    'other',
    'own',
    'own',
    'other',
  ]);
});

test.each([
  ['    at handler (/app/src/users.js:10:5)', 'own'],
  ['    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)', 'library'],
  ['    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)', 'library'],
  ['   at Shop.Cart.Add(Item item) in /src/Cart.cs:line 12', 'own'],
  ['   at System.Threading.Tasks.Task.Execute()', 'library'],
  ['  [cause]: Error: connect ECONNREFUSED', 'cause'],
])('reads %j as %s', (line, kind) => {
  expect(kindsOf(line)).toEqual([kind]);
});

test('tells how much of an endless stack is missing', () => {
  const lines = stackLines(Array(2_500).fill('  at a.b(C.java:1)').join('\n'));

  expect(lines.length).toBe(2_001);
  expect(lines.at(-1)?.text).toBe('… 500 more lines');
});
