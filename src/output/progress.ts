import type { WriteStream } from 'node:tty';
import { count } from '../text/numbers.ts';
import { age } from '../text/times.ts';

/** How far a long work has come, in one line on a terminal; nothing anywhere else. */
export type Progress = { advance(units: number): void; end(): void };

const everyMs = 100;
const barColumns = 24;

/**
 * @param what - The units, for example `rows`.
 * @param total - All of them where that is known: then there is a bar and the time left.
 */
export function createProgress(stream: WriteStream, what: string, total?: number): Progress {
  const startedAt = Date.now();
  let done = 0;
  let drawnAt = startedAt;
  let drawn = false;

  function draw(now: number): void {
    const seconds = Math.max((now - startedAt) / 1_000, 0.001);
    const rate = done / seconds;
    const parts = [`${count(done)} ${what}`, `${count(Math.round(rate))}/s`];
    if (total !== undefined && total > 0) {
      const share = Math.min(done / total, 1);
      const filled = Math.round(share * barColumns);
      parts.unshift(`${'█'.repeat(filled)}${'░'.repeat(barColumns - filled)} ${Math.floor(share * 100)}%`);
      if (rate > 0) parts.push(`${age(((total - done) / rate) * 1_000)} left`);
    }
    stream.write(`\r\u001b[K${parts.join('  ').slice(0, Math.max(stream.columns - 1, 20))}`);
    drawn = true;
    drawnAt = now;
  }

  return {
    advance: (units) => {
      done += units;
      const now = Date.now();
      if (stream.isTTY && now - drawnAt >= everyMs) draw(now);
    },
    end: () => {
      if (drawn) stream.write('\r\u001b[K');
    },
  };
}
