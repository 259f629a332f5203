import { wrongFlag } from '../config/settings.ts';
import { MonitorError } from '../errors.ts';
import { momentForms, parseMoment } from '../time/moment.ts';
import type { Zone } from '../time/time-zone.ts';

/** Where a rewind goes. */
export type RewindTarget =
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'offsets'; readonly offsets: readonly TargetOffset[] }
  | { readonly kind: 'shift'; readonly by: bigint }
  /** The first occurrence of the incident with this id or prefix. */
  | { readonly kind: 'incident'; readonly id: string };

/** `topic` is undefined where the partition number is enough. */
export type TargetOffset = {
  readonly topic: string | undefined;
  readonly partition: number;
  readonly offset: bigint;
};

/** @throws MonitorError `CONFIG` for none, several, or one that can't be read. */
export function rewindTarget(
  flags: {
    readonly to?: string | undefined;
    readonly toOffset?: readonly string[] | undefined;
    readonly shiftBy?: string | undefined;
    readonly incident?: string | undefined;
  },
  now: number,
  zone: Zone,
): RewindTarget {
  const targets: RewindTarget[] = [];
  if (flags.to !== undefined) targets.push(placeOf(flags.to, now, zone));
  if (flags.toOffset !== undefined && flags.toOffset.length > 0) {
    targets.push({
      kind: 'offsets',
      offsets: flags.toOffset.flatMap((text) => text.split(',')).map(offsetOf),
    });
  }
  if (flags.shiftBy !== undefined) targets.push({ kind: 'shift', by: shiftOf(flags.shiftBy) });
  if (flags.incident !== undefined) targets.push({ kind: 'incident', id: flags.incident });
  const [target, ...others] = targets;
  if (target !== undefined && others.length === 0) return target;
  throw new MonitorError(
    'CONFIG',
    target === undefined ? 'Replay from where?' : 'Only one place to replay from can be named.',
    'Name one of --to earliest|latest|TIME|-2h, --to-offset 3:1200, --shift-by -1000, --incident ID.',
  );
}

function placeOf(text: string, now: number, zone: Zone): RewindTarget {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  const at = parseMoment(text, now, zone);
  if (at === undefined) throw wrongFlag('to', text, `earliest, latest, ${momentForms}`);
  return { kind: 'time', at };
}

function offsetOf(text: string): TargetOffset {
  const parts = /^(?:([\w.-]{1,249}):)?(\d{1,9}):(\d{1,18})$/.exec(text.trim());
  if (parts === null)
    throw wrongFlag('to-offset', text, 'PARTITION:OFFSET or TOPIC:PARTITION:OFFSET, such as 3:1200');
  return { topic: parts[1], partition: Number(parts[2]), offset: BigInt(parts[3] ?? '0') };
}

function shiftOf(text: string): bigint {
  if (!/^[+-]?\d{1,18}$/.test(text)) throw wrongFlag('shift-by', text, 'a number of offsets, such as -1000');
  return BigInt(text.replace('+', ''));
}
