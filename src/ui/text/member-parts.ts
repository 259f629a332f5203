import type { Health } from '../../health.ts';
import { count } from '../../text/numbers.ts';
import { isPartial, partitionsOfTopics, readingMembers, sharedPartitions } from '../state/liveness.ts';
import type { Form, Part } from './bar-parts.ts';
import type { Paint } from './paint.ts';

/**
 * Who reads what: `2m 3/6`, and where there is room `2 members · 3/6 partitions`. An observer's share is that of all
 * members. A member that is alone and has everything is no news.
 */
export function membersPart(health: Health, paint: Paint): Part {
  const { observer } = health.self;
  const own = observer ? sharedPartitions(health) : health.partitions.length;
  const all = partitionsOfTopics(health);
  const share = all === null ? `${own}` : `${own}/${all}`;
  const partitions = `${share} partition${(all ?? own) === 1 ? '' : 's'}`;
  const reading = readingMembers(health);
  const isWhole = own === all && !observer && (reading === null || reading.length === 1);
  const form = (text: string, weight: number): Form => ({ text: paint.faint(text), weight });
  if (reading === null)
    return isWhole ? { ...form(share, 1), longer: [form(partitions, 0.95)] } : form(partitions, 5.5);

  if (reading.length === 0) return { text: '', weight: 0 };

  const members = `${count(reading.length)} member${reading.length === 1 ? '' : 's'}`;
  const looking = (health.members?.length ?? 0) - reading.length;
  const whole = form(`${members} · ${partitions}`, isWhole ? 0.9 : 2.5);
  const withObservers = form(`${members}, ${count(looking)} observing · ${partitions}`, 0.8);
  const longer = looking > 0 && !observer ? [whole, withObservers] : [whole];
  if (isWhole)
    return { ...form(`${count(reading.length)}m ${share}`, 1), longer: [form(partitions, 0.95), ...longer] };
  const middle = form(`${members} ${share}`, 2.6);
  return { ...form(`${count(reading.length)}m ${share}`, 5.5), longer: [middle, ...longer] };
}

/** Without Redis nothing is heard of the others: that is said where there are other partitions than one's own. */
export function redisPart(health: Health, link: string, paint: Paint): Part {
  const { state } = health.redis;
  const isMissed = (state === 'down' || state === 'off') && isPartial(health);
  const part = { text: link, weight: state === 'down' ? 49 : isMissed ? 10 : 4 };
  if (!isMissed) return part;
  return {
    ...part,
    longer: [
      { text: `${link} ${paint.warn('· own errors')}`, weight: 5.2 },
      { text: `${link} ${paint.warn("· only this member's errors")}`, weight: 2.4 },
    ],
  };
}
