import type { Health, Link } from '../../health.ts';
import { widthOf } from '../../text/fit.ts';
import { count, shortCount } from '../../text/numbers.ts';
import { sparkline } from '../../text/sparkline.ts';
import { age, clock } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { FeedSnapshot } from '../state/feed.ts';
import { type Liveness, totalLag } from '../state/liveness.ts';
import { heaviestThatFit, type Part } from '../text/bar-parts.ts';
import { membersPart, redisPart } from '../text/member-parts.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly snapshot: FeedSnapshot;
  readonly health: Health;
  readonly liveness: Liveness;
  /** Lag of the last seconds, oldest first. */
  readonly lagTrend: readonly number[];
  /** Of a feed that is paused: the errors since, and whether another view is open; null while following. */
  readonly paused: { readonly missed: number; readonly elsewhere: boolean } | null;
  readonly now: number;
  readonly paint: Paint;
};

/** The first line: who this is, whether it hears anything, and the numbers that matter. */
export function StatusBar(props: Props) {
  const left = partsLeft(props);
  const right = partsRight(props);
  const kept = heaviestThatFit([...left, ...right], props.width - 2);
  const text = (parts: readonly Part[]): string => parts.flatMap((part) => kept.get(part) ?? []).join('  ');
  const gap = props.width - 2 - widthOf(text(left)) - widthOf(text(right));
  return (
    <Lines
      lines={[` ${text(left)}${' '.repeat(Math.max(gap, 1))}${text(right)}`]}
      width={props.width}
      height={1}
    />
  );
}

function partsLeft({ health, paint }: Props): readonly Part[] {
  return [
    { text: paint.strong('esm-monitor'), weight: 4 },
    ...(health.self.observer ? [{ text: paint.accent('OBSERVING'), weight: 60 }] : []),
    { text: paint.faint(visible(health.group)), weight: 2 },
    membersPart(health, paint),
  ];
}

function partsRight({ snapshot, health, liveness, lagTrend, paused, now, paint }: Props): readonly Part[] {
  const lag = totalLag(health);
  return [
    {
      text: livenessText(liveness, paused !== null, paint),
      weight: paused !== null && liveness.state === 'live' ? 0 : 100,
    },
    ...(paused === null ? [] : [{ text: paint.paused(pausedText(paused)), weight: 99 }]),
    { text: `lag ${lag === null ? '?' : count(lag)}`, weight: 8 },
    { text: paint.accent(sparkline(lagTrend, trendFloor(snapshot))), weight: 3 },
    { text: `${shortCount(snapshot.recordsPerSecond)} rec/s`, weight: 6 },
    { text: errorsPerSecond(snapshot, paint), weight: 9 },
    { text: linkText('pg', health.postgres, paint), weight: health.postgres.state === 'up' ? 5 : 50 },
    redisPart(health, linkText('redis', health.redis, paint), paint),
    { text: clock(now), weight: 7 },
  ];
}

function pausedText({ missed, elsewhere }: NonNullable<Props['paused']>): string {
  const what = elsewhere ? '❚❚ FEED PAUSED' : '❚❚ PAUSED';
  return missed > 0 ? `${what}, ${count(missed)} more` : what;
}

/** A lag of less than a second's records is the rhythm of fetching and draws no mountains. */
function trendFloor({ recordsPerSecond }: FeedSnapshot): number {
  return Math.max(100, recordsPerSecond);
}

function errorsPerSecond(snapshot: FeedSnapshot, paint: Paint): string {
  const text = `${shortCount(snapshot.errorsPerSecond)} err/s`;
  return snapshot.errorsPerSecond > 0 ? paint.bad(text) : text;
}

function livenessText(liveness: Liveness, paused: boolean, paint: Paint): string {
  switch (liveness.state) {
    case 'live':
      return paused ? paint.faint('● live') : paint.good('● LIVE');
    case 'quiet':
      return paint.accent(`○ QUIET ${age(liveness.sinceMs)}`);
    case 'starting':
      return paint.warn(`◌ CONNECTING ${age(liveness.sinceMs)}`);
    case 'waiting':
      return paint.warn(`◌ NO PARTITIONS ${age(liveness.sinceMs)}`);
    case 'nobody':
      return paint.bad(`✖ NO MEMBER RUNS ${age(liveness.sinceMs)}`);
    case 'lost': {
      const retry = liveness.attempts > 0 ? `, retry ${count(liveness.attempts)}` : '';
      return paint.bad(`✖ ${liveness.server.toUpperCase()} LOST ${age(liveness.sinceMs)}${retry}`);
    }
  }
}

function linkText(name: string, { state }: Link, paint: Paint): string {
  const signs = {
    up: paint.good('●'),
    connecting: paint.warn('◌'),
    down: paint.bad('✖'),
    off: paint.faint('off'),
  };
  return `${name} ${signs[state]}`;
}
