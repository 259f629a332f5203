import type { Health, Link, Member } from '../../health.ts';
import { cut, fit, fitRight } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { age } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { LogId } from '../../types.ts';
import type { Paint } from '../text/paint.ts';

/** Who watches the group, and which partitions each of them reads. */
export function memberLines(health: Health, width: number, now: number, paint: Paint): readonly string[] {
  const { members, self, redis } = health;
  if (members === null) {
    return [cut(`   Only this one is known: ${whyAlone(redis)}.`, width - 1)].map(paint.faint);
  }
  const name = Math.min(32, Math.max(12, ...members.map((member) => nameOf(member, self).length)));
  const room = Math.max(12, width - name - 24);
  const head = `   ${fit('member', name)}${fitRight('lag', 9)}${fitRight('up', 7)}  partitions`;
  return [
    paint.faint(cut(head, width - 1)),
    ...members.map((member) => {
      const lag = member.observer ? '' : count(member.lag);
      const numbers = `${fitRight(lag, 9)}${fitRight(age(now - member.since), 7)}`;
      const reads = cut(readsOf(member), room);
      return `   ${fit(nameOf(member, self), name)}${numbers}  ${member.observer ? paint.faint(reads) : reads}`;
    }),
  ];
}

/** A group that the store does not know is found once Kafka has named its cluster. */
function whyAlone({ state }: Link): string {
  if (state === 'off') return 'REDIS_URL is not set';
  return state === 'up' ? 'the others are asked for once Kafka answers' : 'Redis does not answer';
}

function nameOf({ id, name }: Member, self: Member): string {
  return `${visible(name)}${id === self.id ? ' (this)' : ''}`;
}

function readsOf({ observer, partitions }: Member): string {
  if (observer) return 'observing';
  if (partitions.length === 0) return 'none';
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  return Array.from(byTopic, ([topic, logs]) => `${visible(topic)} ${ranges(logs)}`).join(', ');
}

/** Partitions as people write them: `0–2 5`. */
function ranges(logs: readonly LogId[]): string {
  const spans: { first: number; last: number }[] = [];
  for (const partition of logs.map((log) => log.partition).toSorted((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span?.last === partition - 1) span.last = partition;
    else spans.push({ first: partition, last: partition });
  }
  return spans.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(' ');
}
