import type { Health, Link, Member, PartitionHealth } from '../health.ts';
import { logKey } from '../log-key.ts';
import type { LogId } from '../types.ts';
import { thisProcess } from '../who.ts';

type LinkName = 'kafka' | 'postgres' | 'redis';

/** What the monitor knows about itself: the parts write, the status bar and the diagnostics read. */
export type HealthBoard = {
  /**
   * Tells the state of a server; telling the same state again changes nothing but the count of failed attempts.
   *
   * @param forMs - How long it has been so. Default 0.
   */
  link(name: LinkName, state: Link['state'], detail: string | null, forMs?: number): void;
  /** The partitions this member has from now on; one that was stopped is read again. */
  assigned(logs: readonly LogId[]): void;
  /** @param end - End offset that came with the records; Kafka may have told a later one since. */
  progress(log: LogId, position: bigint, end: bigint): void;
  /** End offset as Kafka told it beside the records. */
  end(log: LogId, end: bigint): void;
  /** Records of this member's partitions that are not stored, as far as it knows their ends. */
  lag(): number;
  stopped(log: LogId, reason: string): void;
  /** Records that can't be read, or whose errors can't be stored, and are in the store as that. */
  setAside(records: number): void;
  /** How many partitions the topics have in all. */
  topics(partitions: number): void;
  /** Everyone who watches the group, or null when it is not known. */
  members(all: readonly Member[] | null): void;
  /** Something a person should know and look into, in one sentence. */
  notice(text: string): void;
  /** Something that is good to know, in one sentence. */
  inform(text: string): void;
  snapshot(): Health;
};

export type HealthOptions = {
  readonly group: string;
  readonly redis: boolean;
  /** False where secrets are not redacted. Default true. */
  readonly redaction?: boolean;
  /** True for a process that joins no group. Default false. */
  readonly observer?: boolean;
  readonly now: () => number;
  /** Hears each change of a link's state, and each notice, as a sentence. */
  readonly onChange?: (text: string) => void;
};

const maxNotices = 20;
/** What is told within this time of one attempt is that attempt. */
const attemptMs = 1_000;

/** A board on which no server was reached yet; Redis is off where there is none. */
export function createHealth(options: HealthOptions): HealthBoard {
  const { group, redis, redaction = true, observer = false, now, onChange } = options;
  const identity = { ...thisProcess(), since: now(), observer };
  const start = (state: Link['state']): Link => ({ state, since: now(), detail: null, attempts: 0 });
  const links = {
    kafka: start(observer ? 'off' : 'connecting'),
    postgres: start('connecting'),
    redis: start(redis ? 'connecting' : 'off'),
  };
  const countedAt = { kafka: 0, postgres: 0, redis: 0 };
  let partitions = new Map<string, PartitionHealth>();
  let notices: Health['notices'] = [];
  let deadLetters = 0;
  let partitionsOfTopics: number | null = null;
  let members: readonly Member[] | null = null;
  let assignments = 0;

  function link(name: LinkName, state: Link['state'], detail: string | null, forMs = 0): void {
    const before = links[name];
    const same = before.state === state;
    const isAnother = !same || Math.abs(now() - countedAt[name]) >= attemptMs;
    if (isAnother) countedAt[name] = now();
    links[name] = {
      state,
      since: same ? before.since : now() - forMs,
      detail,
      attempts: state === 'down' ? before.attempts + (isAnother ? 1 : 0) : 0,
    };
    if (!same) onChange?.(sentence(name, links[name], before, now()));
  }

  function update(log: LogId, change: Partial<PartitionHealth>): void {
    const known = partitions.get(logKey(log));
    if (known !== undefined) partitions.set(logKey(log), { ...known, ...change });
  }

  function tell(text: string, calm: boolean): void {
    notices = [...notices, { at: now(), text, calm }].slice(-maxNotices);
    onChange?.(text);
  }
  const notice = (text: string): void => tell(text, false);

  function lag(): number {
    let sum = 0n;
    for (const { end, position } of partitions.values()) sum += end - position;
    return Number(sum);
  }

  function self(): Member {
    const ids = Array.from(partitions.values(), ({ topic, partition }) => ({ topic, partition }));
    return { ...identity, partitions: ids, lag: lag(), partitionsOfTopics };
  }

  return {
    link,
    assigned(logs) {
      assignments += 1;
      const known = (log: LogId) => partitions.get(logKey(log)) ?? { ...log, position: 0n, end: 0n };
      partitions = new Map(logs.map((log) => [logKey(log), { ...known(log), stopped: null }]));
    },
    progress(log, position, end) {
      const known = partitions.get(logKey(log))?.end ?? 0n;
      update(log, { position, end: latest(known, end, position) });
    },
    end(log, end) {
      update(log, { end: latest(end, partitions.get(logKey(log))?.position ?? 0n) });
    },
    lag,
    stopped(log, reason) {
      update(log, { stopped: reason });
      notice(`${logKey(log)} is not read any more: ${reason}`);
    },
    setAside: (records) => {
      deadLetters += records;
    },
    topics: (count) => {
      partitionsOfTopics = count;
    },
    members: (all) => {
      members = all;
    },
    notice,
    inform: (text) => tell(text, true),
    snapshot: () => ({
      self: self(),
      members,
      ...{ group, redaction, deadLetters, notices },
      ...links,
      rebalances: Math.max(0, assignments - 1),
      partitions: [...partitions.values()],
    }),
  };
}

/** Tells the board whether Postgres could be reached just now. */
export function tellPostgres(health: HealthBoard, failure: Error | undefined): void {
  health.link('postgres', failure === undefined ? 'up' : 'down', failure?.message ?? null);
}

function latest(...offsets: readonly bigint[]): bigint {
  return offsets.reduce((one, other) => (one > other ? one : other));
}

function sentence(name: LinkName, link: Link, before: Link, now: number): string {
  const server = { kafka: 'Kafka', postgres: 'Postgres', redis: 'Redis' }[name];
  if (link.state === 'up') {
    const away = Math.max(0, Math.round((now - before.since) / 1_000));
    return before.state === 'down' ? `${server} is back after ${away} s.` : `${server} is connected.`;
  }
  return link.detail ?? `${server} is ${link.state}.`;
}
