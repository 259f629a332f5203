import type { Health, Link, PartitionHealth } from '../../health.ts';
import { cut, fit, fitRight, widthOf, wrapText } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { sparkline } from '../../text/sparkline.ts';
import { age, clock } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { FeedSnapshot } from '../state/feed.ts';
import type { LagTrends } from '../state/lag-trends.ts';
import type { Paint } from '../text/paint.ts';
import { memberLines } from './member-lines.ts';

type State = {
  readonly health: Health;
  readonly live: FeedSnapshot;
  readonly lags: LagTrends;
  readonly now: number;
  readonly paint: Paint;
};

/** What the monitor knows about itself: servers, counts, members, partitions, notices. */
export function healthLines(state: State, width: number): readonly string[] {
  const { health, now, paint } = state;
  const title = (text: string): string => ` ${paint.accent(paint.strong(text))}`;
  const servers = [
    ['Kafka', health.kafka],
    ['Postgres', health.postgres],
    ['Redis', health.redis],
  ] as const;
  const newest = health.notices.toReversed();
  return [
    title('Servers'),
    ...servers.flatMap(([name, link]) => serverLines(name, link, width, now, paint)),
    '',
    title('Counted since the start'),
    ...countLines(state),
    '',
    title(`Members of ${visible(health.group)}`),
    ...memberLines(health, width, now, paint),
    '',
    ...(health.self.observer
      ? []
      : [title('Partitions of this member'), ...partitionLines(state, width), '']),
    title('Notices'),
    ...newest.map(({ at, text }) => cut(`   ${clock(at)}  ${visible(text)}`, width - 1)),
    ...(newest.length === 0
      ? [paint.faint('   None: no gap, no partition that stands, no foreign write.')]
      : []),
  ];
}

/** A server's state, and why it is so: beside it, or below it where that is too long. */
function serverLines(name: string, link: Link, width: number, now: number, paint: Paint): readonly string[] {
  const since = age(now - link.since);
  const retries = link.attempts > 0 ? `, ${count(link.attempts)} attempts` : '';
  const states = {
    up: `${paint.good('●')} up for ${since}`,
    connecting: `${paint.warn('◌')} connecting for ${since}`,
    down: `${paint.bad('✖ down')} for ${since}${retries}`,
    off: paint.faint(name === 'Kafka' ? 'not needed: the members read it' : 'off: no address was given'),
  };
  const state = `   ${fit(name, 10)}${states[link.state]}`;
  if (link.detail === null) return [state];
  const whole = `${state} · ${visible(link.detail)}`;
  if (widthOf(whole) < width) return [whole];
  return [state, ...wrapText(visible(link.detail), width - 8, 4).map((text) => `      ${text}`)];
}

function countLines({ live, health, paint }: State): readonly string[] {
  const pair = (name: string, value: number, meaning: string): string =>
    `   ${fit(name, 12)}${fitRight(count(value), 14)}  ${paint.faint(meaning)}`;
  const by = health.members === null ? 'by this member' : 'by all members';
  return [
    pair('records', live.records, `read from Kafka ${by}`),
    pair('errors', live.errors, `stored ${by}`),
    pair('not drawn', live.notDrawn, 'stored, without a row in the feed'),
    pair('set aside', health.deadLetters, 'could not be read; kept in dead_letter'),
  ];
}

function partitionLines({ health, lags, paint }: State, width: number): readonly string[] {
  if (health.partitions.length === 0)
    return [paint.faint('   None: other members hold them, or the group is forming.')];
  const topic = Math.max(12, Math.min(40, width - 60));
  const head = `   ${fit('topic', topic)}${fitRight('partition', 10)}${fitRight('position', 14)}${fitRight('end', 14)}${fitRight('lag', 9)}  trend`;
  return [
    paint.faint(cut(head, width - 1)),
    ...health.partitions.flatMap((partition) => partitionText(partition, lags, topic, width, paint)),
  ];
}

function partitionText(
  { stopped, ...partition }: PartitionHealth,
  lags: LagTrends,
  topic: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const { position, end } = partition;
  const lag = end > position ? end - position : 0n;
  const trend = lags.of(partition);
  const numbers = `${fitRight(String(partition.partition), 10)}${fitRight(count(position), 14)}${fitRight(count(end), 14)}${fitRight(count(lag), 9)}`;
  const line = `   ${fit(visible(partition.topic), topic)}${numbers}  `;
  if (stopped !== null) {
    const why = wrapText(visible(stopped), width - 8, 3).map((text) => paint.bad(`      ${text}`));
    return [`${line}${paint.bad('✖ not read')}`, ...why];
  }
  const drawn = sparkline(trend.slice(-Math.max(0, width - topic - 55)), 10);
  return [`${line}${paint.accent(drawn)} ${direction(trend)}`];
}

/** Where a lag goes: compares the newer half of what was seen with the older one. */
function direction(trend: readonly number[]): string {
  const half = Math.floor(trend.length / 2);
  if (half === 0) return '';
  const mean = (part: readonly number[]): number => part.reduce((sum, each) => sum + each, 0) / part.length;
  const before = mean(trend.slice(0, half));
  const after = mean(trend.slice(-half));
  if (after > before * 1.2 + 5) return '↗';
  return before > after * 1.2 + 5 ? '↘' : '→';
}
