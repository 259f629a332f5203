import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Whether `String.prototype` is fast after ioredis was loaded, in a process of its own. */
function isFast(before: string): string {
  const program = `${before}; await import('ioredis'); console.log(%HasFastProperties(String.prototype));`;
  const args = ['--allow-natives-syntax', '--input-type=module', '--eval', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

test('keeps strings fast, which the Redis client makes slow', () => {
  const helper = new URL('../src/fast-strings.ts', import.meta.url).href;

  // When the first is true, the client has no class of strings any more, and the helper has nothing to do.
  expect(isFast('')).toBe('false');
  expect(isFast(`(await import('${helper}')).keepStringsFast()`)).toBe('true');
});
