import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { aStoredBatch, noon } from '../../support/builders.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

test('publishes ten times a second at the most', () => {
  const feed = createFeed();
  const listener = vi.fn();
  feed.subscribe(listener);

  for (let push = 0; push < 1_000; push += 1) {
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(1);
  }

  expect(listener.mock.calls.length).toBeGreaterThanOrEqual(9);
  expect(listener.mock.calls.length).toBeLessThanOrEqual(11);
});

test('publishes nothing when nothing came', () => {
  const feed = createFeed();
  const listener = vi.fn();
  feed.subscribe(listener);
  const before = feed.snapshot();

  vi.advanceTimersByTime(60_000);

  expect(listener).not.toHaveBeenCalled();
  expect(feed.snapshot()).toBe(before);
});

test('tells a listener nothing more once it has unsubscribed', () => {
  const feed = createFeed();
  const listener = vi.fn();
  const unsubscribe = feed.subscribe(listener);

  unsubscribe();
  feed.refresh();

  expect(listener).not.toHaveBeenCalled();
});

test('renews the services once a second at the most, so that the table can be read', () => {
  const feed = createFeed();
  feed.push(aStoredBatch());
  vi.advanceTimersByTime(100);
  const { services } = feed.snapshot();

  feed.push(aStoredBatch());
  vi.advanceTimersByTime(100);
  const soon = feed.snapshot();
  vi.advanceTimersByTime(1_000);
  feed.refresh();

  expect(soon.errors).toBe(2);
  expect(soon.services).toBe(services);
  expect(feed.snapshot().services).toMatchObject([{ errorsPerMinute: 2 }]);
});
