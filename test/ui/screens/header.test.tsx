import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import type { Health, Member } from '../../../src/health.ts';
import { healthLines } from '../../../src/ui/screens/health-lines.ts';
import { Screen } from '../../../src/ui/screens/screen.tsx';
import { createLagTrends } from '../../../src/ui/state/lag-trends.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aHealth, aLink, aMember, anError, aPartition, aStoredBatch, noon } from '../../support/builders.ts';
import { aSession } from '../support/a-session.ts';

const logs = (...partitions: readonly number[]) =>
  partitions.map((partition) => ({ topic: 'application-logs', partition }));
const self = aMember({ id: 'self', partitions: logs(0, 1, 2), partitionsOfTopics: 6 });
const other = aMember({ id: 'other', name: 'prod-2:99', partitions: logs(3, 4, 5), lag: 7 });
const observer = aMember({
  id: 'eye',
  name: 'laptop:5',
  observer: true,
  partitions: [],
  partitionsOfTopics: null,
});
const ownPartitions = [0, 1, 2].map((partition) => aPartition({ partition }));

const asMember = (some: Partial<Health>) => aHealth({ self, partitions: ownPartitions, ...some });
const asObserver = (members: readonly Member[] | null, some: Partial<Health> = {}) =>
  aHealth({ self: observer, members, partitions: [], kafka: aLink({ state: 'off' }), ...some });

describe('a member among others', () => {
  const health = asMember({ members: [self, other] });

  test.each([
    [60, '2m 3/6'],
    [80, '2m 3/6'],
    [120, '2 members · 3/6 partitions'],
  ])('says at %i columns: %s', (columns, words) => {
    expect(headerOf(health, columns)).toContain(words);
  });

  test('names those who look on where there is room', () => {
    expect(headerOf(asMember({ members: [self, other, observer] }), 160)).toContain(
      '2 members, 1 observing · 3/6 partitions',
    );
  });
});

describe('a member that reads everything', () => {
  const all = Array.from({ length: 12 }, (_, partition) => aPartition({ partition }));
  const alone = aMember({ id: 'self', partitions: logs(...Array(12).keys()), partitionsOfTopics: 12 });
  const whole = { self: alone, partitions: all, group: 'log-monitor' };

  const lost = { kafka: aLink({ state: 'down', since: noon - 13_000, attempts: 1 }) };

  test.each([
    ['12/12 partitions', { members: [alone] }],
    ['1m 12/12', { members: [alone], ...lost }],
    ['12/12', { members: null, ...lost }],
  ])('says so at 120 columns, in short where the state is long: %s', (words, some) => {
    expect(headerOf(aHealth({ ...whole, ...some }), 120)).toContain(` ${words} `);
  });
});

describe('without Redis', () => {
  test.each([
    [90, 'redis ✖ · own errors'],
    [140, "redis ✖ · only this member's errors"],
  ])('says at %i columns that the others are not heard: %s', (columns, words) => {
    const health = asMember({ members: null, redis: aLink({ state: 'down' }) });

    expect(headerOf(health, columns)).toContain(words);
    expect(headerOf(health, 120)).toContain('3/6 partitions');
  });

  test('says it also when Redis was never configured', () => {
    const health = asMember({ members: null, redis: aLink({ state: 'off' }) });

    expect(headerOf(health, 140)).toContain("redis off · only this member's errors");
  });

  test('says nothing of it when there are no other partitions', () => {
    const alone = aMember({ partitions: logs(0, 1, 2), partitionsOfTopics: 3 });
    const health = asMember({ self: alone, members: null, redis: aLink({ state: 'down' }) });

    expect(headerOf(health, 120)).not.toContain('own');
    expect(headerOf(health, 120)).not.toContain('only');
  });
});

describe('an observer', () => {
  test.each([60, 80, 120])('says at %i columns that it only looks on, and that all is live', (columns) => {
    const header = headerOf(asObserver([self, other, observer]), columns);

    expect(header).toContain('OBSERVING');
    expect(header).toContain('● LIVE');
    expect(header).toContain('lag 7');
    expect(header).not.toContain('kafka');
  });

  test('counts the members that read, and the partitions they read together', () => {
    expect(headerOf(asObserver([self, other, observer]), 120)).toContain('2 members · 6/6 partitions');
  });

  test.each([60, 80, 120])('tells at %i columns that nobody reads from that nothing comes', (columns) => {
    const header = headerOf(asObserver([observer]), columns, null);

    expect(header).toContain('✖ NO MEMBER RUNS');
    expect(header).not.toContain('QUIET');
  });

  test('is quiet when members run and nothing came', () => {
    expect(headerOf(asObserver([self, observer]), 120, noon - 180_000)).toContain('○ QUIET 3 m');
  });

  test('is lost without Redis, from which all that it shows comes', () => {
    const health = asObserver(null, { redis: aLink({ state: 'down', since: noon - 5_000, attempts: 3 }) });

    expect(headerOf(health, 120)).toContain('✖ REDIS LOST 5 s, retry 3');
  });
});

describe('the health view', () => {
  test('lists the members with their partitions, this one marked', () => {
    const lines = linesOf(asMember({ members: [self, other, observer] }));

    expect(lines).toContain('prod-1:4711 (this)        –   10 m  application-logs 0–2');
    expect(lines).toContain('prod-2:99                 7   10 m  application-logs 3–5');
    expect(lines).toContain('laptop:5                      10 m  observing');
  });

  test('says why nobody else is known', () => {
    const down = asMember({ members: null, redis: aLink({ state: 'down' }) });
    const off = asMember({ members: null, redis: aLink({ state: 'off' }) });
    const early = asMember({ members: null, redis: aLink(), kafka: aLink({ state: 'down' }) });

    expect(linesOf(down)).toContain('Only this one is known: Redis does not answer.');
    expect(linesOf(off)).toContain('Only this one is known: REDIS_URL is not set.');
    expect(linesOf(early)).toContain('Only this one is known: the others are asked for once Kafka answers.');
  });

  test('says in full why a server is down, below its line where that is long', () => {
    const detail =
      "Kafka at kafka-1:9092, kafka-2:9092 can't be reached: connect ECONNREFUSED 10.0.0.1:9092. Check --brokers, or start the demo: npm run demo";
    const kafka = aLink({ state: 'down', since: noon - 46_000, detail, attempts: 12 });

    const lines = linesOf(asMember({ members: [self], kafka })).split('\n');

    expect(lines[1]?.trim()).toBe('Kafka     ✖ down for 46 s, 12 attempts');
    expect(
      lines
        .slice(2, 4)
        .map((line) => line.trim())
        .join(' '),
    ).toBe(detail);
  });

  test('shows an observer no partitions of its own, and that it needs no Kafka', () => {
    const lines = linesOf(asObserver([self, observer]));

    expect(lines).toContain('not needed: the members read it');
    expect(lines).not.toContain('Partitions of this member');
  });
});

/** The first line of the screen, when the last record came at `lastRecordAt`. */
function headerOf(health: Health, columns: number, lastRecordAt: number | null = noon): string {
  const session = aSession({ health, since: lastRecordAt ?? noon });
  if (lastRecordAt !== null) session.feed.push(aStoredBatch({ errors: [anError()] }));
  session.wait(noon - (lastRecordAt ?? noon));
  session.resize(columns, 24);
  const frame = session.frame();
  return renderToString(<Screen input={frame} frame={frame} />, { columns }).split('\n')[0] ?? '';
}

function linesOf(health: Health): string {
  const { feed } = aSession({ health });
  const state = { health, live: feed.snapshot(), lags: createLagTrends(), now: noon, paint: createPaint(0) };
  return healthLines(state, 100).join('\n');
}
