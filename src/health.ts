import type { LogId } from './types.ts';

/** State of one server the monitor depends on; `since` is ms since the epoch. */
export type Link = {
  /** `off` is for a server that is not configured or not needed (Redis without an address, Kafka for an observer). */
  readonly state: 'connecting' | 'up' | 'down' | 'off';
  readonly since: number;
  /** One sentence a person understands, when it is not up. */
  readonly detail: string | null;
  /** Failed attempts since it was last up, one a second at the most: clients tell of one failure several times. */
  readonly attempts: number;
};

/** How far this member is with a partition that it reads. Its lag is `end - position`. */
export type PartitionHealth = LogId & {
  /** Next offset to store. */
  readonly position: bigint;
  /** End offset, as last heard from Kafka. */
  readonly end: bigint;
  /** Why the partition is not read, or null while it is. */
  readonly stopped: string | null;
};

/** A process that watches a group: one that reads partitions, or one that only looks. */
export type Member = {
  readonly id: string;
  /** Its machine and process, `prod-1:4711`. */
  readonly name: string;
  /** When it started, ms since the epoch. */
  readonly since: number;
  /** It joined no group and reads no partition. */
  readonly observer: boolean;
  readonly partitions: readonly LogId[];
  /** Records of its partitions that are not stored yet. */
  readonly lag: number;
  /** Partitions of all topics it watches, its own and others'; null as long as it does not know. */
  readonly partitionsOfTopics: number | null;
};

/** One sentence about the monitor itself; `at` is ms since the epoch. */
export type Notice = {
  readonly at: number;
  readonly text: string;
  /** Good to know, and nothing to do about it. */
  readonly calm?: boolean;
};

/** What the monitor knows about itself, drawn in the status bar. */
export type Health = {
  readonly group: string;
  /** This process as the others see it. */
  readonly self: Member;
  /** Everyone who watches the group, this process included; null while it is not known (without Redis). */
  readonly members: readonly Member[] | null;
  readonly kafka: Link;
  readonly postgres: Link;
  readonly redis: Link;
  /** Times the group handed out its partitions anew since this member joined; each is a pause of some seconds. */
  readonly rebalances: number;
  /** Partitions assigned to this member. */
  readonly partitions: readonly PartitionHealth[];
  /** False while secrets are stored and shown as they are (--no-redact). */
  readonly redaction: boolean;
  /** Records set aside since the start. */
  readonly deadLetters: number;
  /** The newest things a person should know (gap, fenced batch, topic made anew), oldest first, at most 20. */
  readonly notices: readonly Notice[];
};
