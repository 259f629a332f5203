import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses } from '../measure-monitor.ts';
import { type Monitor, startScreen } from './a-monitor.ts';
import type { createWatcher } from './measure.ts';

/** What is left of the start: compilation, the first second's history. */
export const settleMs = 10_000;

/** Runs `measure` beside a screen that started `afterMs` ago, and ends the screen. `read` hears what the screen writes. */
export async function withScreen<T>(
  servers: Addresses,
  flags: readonly string[],
  measure: (monitor: Monitor) => Promise<T>,
  read: (text: string) => void,
  afterMs = settleMs,
): Promise<T> {
  const monitor = startScreen(servers, flags, read);
  try {
    await sleep(afterMs);
    return await measure(monitor);
  } finally {
    await monitor.stop();
  }
}

/** A key, and what the screen writes for it. */
type Press = readonly [key: string, text: string];

/** The help, which replaces the whole picture, and back. */
const help: readonly Press[] = [
  ['?', 'feed: errors as they come'],
  ['\u001b', '1 Feed'],
];

/** Presses keys in turn, `count` of them, like a person in a hurry; answers how long each took to be seen, in ms. */
export async function pressKeys(
  monitor: Monitor,
  watcher: ReturnType<typeof createWatcher>,
  count: number,
  presses: readonly Press[] = help,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const [key, text] = presses[i % presses.length] ?? ['', ''];
    const shown = watcher.shows(text);
    const start = performance.now();
    monitor.type(key);
    await shown;
    found.push(performance.now() - start);
    await sleep(100 + Math.random() * 100);
  }
  return found;
}
