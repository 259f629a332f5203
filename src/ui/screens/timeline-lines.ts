import { errorsIn, eventsIn, keptSeverities } from '../../severity-counts.ts';
import { fit, fitRight } from '../../text/fit.ts';
import { count, percent } from '../../text/numbers.ts';
import { dayAndTime } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { SeverityCounts } from '../../types.ts';
import type { Loaded, LoadedTimeline } from '../state/past.ts';
import type { Paint } from '../text/paint.ts';

/** Runs of buckets without errors that are longer than this are one line. */
const mostEmpty = 3;

type Bucket = { readonly at: number; readonly counts: SeverityCounts | null };

/** The stored errors by bucket of time, the newest first: numbers, and bars that are as long as the numbers are big. */
export function timelineLines(
  { value, problem }: Loaded<LoadedTimeline>,
  width: number,
  paint: Paint,
): readonly string[] {
  const failed = problem === null ? [] : [paint.warn(` ! ${visible(problem)}`)];
  if (!value) return [...failed, '', paint.faint('   Waiting for Postgres, which has the timeline …')];
  const all = newestFirst(value);
  const top = Math.max(1, ...all.map(({ counts }) => (counts ? errorsIn(counts) : 0)));
  const lines: string[] = [];
  for (let index = 0; index < all.length; ) {
    const empty = emptyRun(all, index);
    if (empty > mostEmpty) {
      const from = all[index + empty - 1]?.at ?? 0;
      lines.push(paint.faint(` ${fitRight('…', timeWidth)}  no errors, back to ${dayAndTime(from)}`));
      index += empty;
      continue;
    }
    const bucket = all[index];
    if (bucket) lines.push(bucketLine(bucket, top, width, paint));
    index += 1;
  }
  return [...failed, head(width, paint), ...lines];
}

const timeWidth = 13;

function newestFirst({ since, until, bucketMs, buckets }: LoadedTimeline): readonly Bucket[] {
  const found = new Map(buckets.map(({ at, counts }) => [at, counts]));
  return Array.from({ length: Math.round((until - since) / bucketMs) }, (_, index) => {
    const at = until - (index + 1) * bucketMs;
    return { at, counts: found.get(at) ?? null };
  });
}

function emptyRun(all: readonly Bucket[], from: number): number {
  let length = 0;
  while (from + length < all.length) {
    const counts = all[from + length]?.counts;
    if (counts && errorsIn(counts) > 0) break;
    length += 1;
  }
  return length;
}

function head(width: number, paint: Paint): string {
  const columns = columnsOf(width);
  const byLevel = keptSeverities.map((level) => fitRight(level, columns.level)).join('');
  return paint.faint(
    ` ${fit('time', timeWidth)}${fitRight('errors', 9)}${byLevel}${fitRight('err%', columns.share)}`,
  );
}

function bucketLine({ at, counts }: Bucket, top: number, width: number, paint: Paint): string {
  const columns = columnsOf(width);
  const errors = counts ? errorsIn(counts) : 0;
  const byLevel = keptSeverities.map((level) => {
    const text = fitRight(count(counts?.[level] ?? 0), columns.level);
    return counts && counts[level] > 0 ? paint.severity[level](text) : paint.faint(text);
  });
  const share = counts ? percent(errors / Math.max(1, eventsIn(counts))) : '–';
  const numbers = `${paint.strong(fitRight(count(errors), 9))}${byLevel.join('')}${fitRight(share, columns.share)}`;
  return ` ${paint.faint(fit(dayAndTime(at), timeWidth))}${numbers}  ${bar(counts, top, columns.bar, paint)}`;
}

/** Whole columns by level; the level that comes first is never rounded away. */
function bar(counts: SeverityCounts | null, top: number, room: number, paint: Paint): string {
  if (!counts) return '';
  let done = 0;
  let drawn = 0;
  return keptSeverities
    .map((level) => {
      done += counts[level];
      const until = done === 0 ? 0 : Math.max(1, Math.round((done / top) * room));
      const length = Math.max(0, until - drawn);
      drawn = Math.max(drawn, until);
      return paint.severity[level]('█'.repeat(length));
    })
    .join('');
}

function columnsOf(width: number): { readonly level: number; readonly share: number; readonly bar: number } {
  const level = width >= 80 ? 10 : 0;
  const share = width >= 70 ? 8 : 0;
  return { level, share, bar: Math.max(4, width - 1 - timeWidth - 9 - level * 3 - share - 3) };
}
