import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGatherer } from '../../src/monitor/gatherer.ts';

const mebibyte = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('flushes all logs together a fifth of a second after the first of them', () => {
  const { gatherer, flushed, aLog } = some();

  gatherer.add(aLog('a'));
  vi.advanceTimersByTime(150);
  gatherer.add(aLog('b'));
  vi.advanceTimersByTime(49);
  const before = [...flushed];
  vi.advanceTimersByTime(1);

  expect(before).toEqual([]);
  expect(flushed).toEqual(['a', 'b']);
});

test('flushes them at once when they hold enough together', () => {
  const { gatherer, flushed, aLog } = some();

  gatherer.add(aLog('a', 2 * mebibyte));
  gatherer.add(aLog('b', 2 * mebibyte));

  expect(flushed).toEqual(['a', 'b']);
});

test('leaves out a log that was flushed by itself, and begins anew after that', () => {
  const { gatherer, flushed, aLog } = some();
  const log = aLog('a');

  gatherer.add(log);
  vi.advanceTimersByTime(150);
  gatherer.remove(log);
  gatherer.add(log);
  vi.advanceTimersByTime(199);
  const before = [...flushed];
  vi.advanceTimersByTime(1);

  expect(before).toEqual([]);
  expect(flushed).toEqual(['a']);
});

test('leaves no timer behind', () => {
  const { gatherer, aLog } = some();
  const log = aLog('a');

  gatherer.add(log);
  gatherer.remove(log);

  expect(vi.getTimerCount()).toBe(0);
});

function some() {
  const flushed: string[] = [];
  const aLog = (name: string, bytes = 1) => ({ bytes: () => bytes, flush: () => void flushed.push(name) });
  return { gatherer: createGatherer(), flushed, aLog };
}
