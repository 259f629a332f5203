import type { Health, Link, Member } from '../../health.ts';
import { logKey } from '../../log-key.ts';

/** Whether errors would show if there were any. `sinceMs` is how long it has been so. */
export type Liveness =
  | { readonly state: 'live' }
  | { readonly state: 'quiet' | 'starting' | 'waiting' | 'nobody'; readonly sinceMs: number }
  | {
      readonly state: 'lost';
      readonly server: 'Kafka' | 'Postgres' | 'Redis';
      readonly sinceMs: number;
      readonly attempts: number;
    };

const quietAfterMs = 10_000;

/**
 * Tells silence from deafness: quiet means that everything works and nothing came.
 *
 * `starting` is the first connection, `waiting` a member that shows nothing: it has no partition, and hears of no other
 * member that has one. `nobody` is for an observer of a group without members: nothing reads the topics.
 */
export function livenessOf(health: Health, lastRecordAt: number | null, now: number): Liveness {
  const { observer } = health.self;
  const source = observer ? (['Redis', health.redis] as const) : (['Kafka', health.kafka] as const);
  const links = [source, ['Postgres', health.postgres] as const];
  for (const [server, link] of links) {
    if (link.state === 'down')
      return { state: 'lost', server, sinceMs: now - link.since, attempts: link.attempts };
  }
  const connecting = links.find(([, link]) => link.state === 'connecting');
  if (connecting) return { state: 'starting', sinceMs: now - connecting[1].since };
  const silentMs = now - Math.max(lastRecordAt ?? 0, source[1].since);
  const reading = readingMembers(health);
  if (observer && reading === null) return { state: 'starting', sinceMs: now - health.self.since };
  if (observer && reading?.length === 0) {
    return { state: 'nobody', sinceMs: now - Math.max(lastRecordAt ?? 0, health.self.since) };
  }
  const isHeard = observer || health.partitions.length > 0 || sharedPartitions(health) > 0;
  if (!isHeard) return { state: 'waiting', sinceMs: now - health.kafka.since };
  return silentMs >= quietAfterMs ? { state: 'quiet', sinceMs: silentMs } : { state: 'live' };
}

/** The members that read partitions; null while it is not known who there is. */
export function readingMembers({ members }: Health): readonly Member[] | null {
  return members?.filter(({ observer }) => !observer) ?? null;
}

/** Partitions that all members read together. */
export function sharedPartitions(health: Health): number {
  const logs = (readingMembers(health) ?? []).flatMap(({ partitions }) => partitions.map(logKey));
  return new Set(logs).size; // in a rebalance two members may name the same
}

/** Partitions of all topics; null as long as nobody has told. */
export function partitionsOfTopics({ self, members }: Health): number | null {
  const told = [self, ...(members ?? [])].flatMap((member) => member.partitionsOfTopics ?? []);
  return told.length === 0 ? null : Math.max(...told);
}

/** Whether other partitions than this member's are read by someone whose errors do not come by here. */
export function isPartial(health: Health): boolean {
  return health.members === null && health.partitions.length < (partitionsOfTopics(health) ?? 0);
}

/**
 * Records that are in Kafka and not yet stored: of this member's partitions, for an observer of all members'; null without
 * partitions.
 */
export function totalLag(health: Health): number | null {
  if (health.self.observer) {
    const reading = readingMembers(health);
    return !reading || reading.length === 0 ? null : reading.reduce((sum, { lag }) => sum + lag, 0);
  }
  if (health.partitions.length === 0) return null;
  let lag = 0n;
  for (const { end, position } of health.partitions) lag += end > position ? end - position : 0n;
  return Number(lag);
}

/** One line above the footer. `calm` is good to know and asks for nothing. */
export type Alert = { readonly tone: 'bad' | 'warn' | 'calm'; readonly text: string };

/** Stands above all else for as long as the monitor runs. */
const redactionOff: Alert = {
  tone: 'bad',
  text: 'REDACTION IS OFF (--no-redact): secrets in log texts are stored and shown as they are.',
};

/**
 * What a person should know now, most urgent first: redaction that is off, servers that are down, partitions that stand,
 * fresh notices, then what is only good to know.
 */
export function alertsOf(health: Health, now: number): readonly Alert[] {
  const servers: readonly (readonly [string, Link])[] = [
    ['Kafka', health.kafka],
    ['Postgres', health.postgres],
    ['Redis', health.redis],
  ];
  const down = servers.filter(
    ([, link]) => link.detail !== null && (link.state === 'down' || link.state === 'connecting'),
  );
  const stopped = health.partitions.filter((partition) => partition.stopped !== null);
  const fresh = health.notices
    .filter(({ at, calm = false }) => now - at < (calm ? calmMs : noticeMs))
    .toReversed();
  const warn = (text: string): Alert => ({ tone: 'warn', text });
  return [
    ...(health.redaction ? [] : [redactionOff]),
    ...down.map(([name, { detail }]) => warn(detail?.startsWith(name) ? detail : `${name}: ${detail}`)),
    ...stopped.map(({ topic, partition, stopped: why }) => warn(`${topic}/${partition} is not read: ${why}`)),
    ...fresh.filter(({ calm }) => calm !== true).map(({ text }) => warn(text)),
    ...fresh.filter(({ calm }) => calm === true).map(({ text }): Alert => ({ tone: 'calm', text })),
  ];
}

const noticeMs = 60_000;
const calmMs = 15_000;
