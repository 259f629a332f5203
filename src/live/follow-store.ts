import type { LiveBatch, LiveLog } from '../live-batch.ts';
import { logKey } from '../log-key.ts';
import type { LiveOutput, Output } from '../ports.ts';
import { nothingCounted } from '../tally.ts';
import type { LogError, StoredBatch } from '../types.ts';

/** From where the errors come and where they go. */
export type FollowOptions = {
  /** The first `limit` stored errors of a stretch, in the order of the log. */
  readonly errorsOf: (stretch: LiveLog, limit: number) => Promise<readonly LogError[]>;
  readonly outputs: readonly Output[];
};

const errorsAtOnce = 1_000;

/**
 * Gives outputs every error that the members stored, read from the store stretch by stretch: what they publish is folded,
 * and tells how far each log is. What the stream dropped is read too: a stretch begins where the one before it ended.
 */
export function followStore({ errorsOf, outputs }: FollowOptions): LiveOutput {
  const reached = new Map<string, bigint>();

  async function push(stored: StoredBatch): Promise<void> {
    await Promise.all(outputs.map((output) => output.push(stored)));
  }

  /** A group that was rewound reads older offsets again; they are shown again, as its members show them. */
  function stretchOf(live: LiveLog): LiveLog {
    const before = reached.get(logKey(live.log));
    return before === undefined || live.from < before ? live : { ...live, from: before };
  }

  async function takeLog(live: LiveLog, rest: Rest): Promise<void> {
    let { from } = stretchOf(live);
    let limit = errorsAtOnce;
    while (from < live.next) {
      const errors = await errorsOf({ ...live, from }, limit);
      const last = errors.at(-1);
      const isWhole = last === undefined || errors.length < limit;
      // One record may hold several errors: those of the last one may be cut off, and are read again.
      const next = isWhole ? live.next : last.offset;
      if (next === from) {
        limit *= 2;
        continue;
      }
      const whole = errors.filter(({ offset }) => offset < next);
      await push(batchOf(live, from, next, whole, rest));
      from = next;
    }
    reached.set(logKey(live.log), live.next);
  }

  return {
    async take(batch) {
      const rest = restOf(batch);
      for (const live of batch.logs) await takeLog(live, rest);
    },
    async announce(change) {
      await Promise.all(outputs.map((output) => output.announce?.(change)));
    },
  };
}

/** What was told of all logs together and goes with the first stretch that it fits. */
type Rest = {
  records: number;
  readonly newIncidents: Set<string>;
  readonly regressed: Map<string, LiveBatch['regressedIncidents'][number]>;
};

function restOf({ records, newIncidents, regressedIncidents }: LiveBatch): Rest {
  return {
    records,
    newIncidents: new Set(newIncidents),
    regressed: new Map(regressedIncidents.map((incident) => [incident.id, incident])),
  };
}

function batchOf(
  { log }: LiveLog,
  from: bigint,
  next: bigint,
  errors: readonly LogError[],
  rest: Rest,
): StoredBatch {
  const { records } = rest;
  rest.records = 0;
  const incidents = [...new Set(errors.map(({ incident }) => incident))];
  return {
    batch: { log, from, next, end: next, records, errors, deadLetters: [], counts: nothingCounted },
    inserted: errors.length,
    newIncidents: incidents.filter((id) => rest.newIncidents.delete(id)),
    regressedIncidents: incidents.flatMap((id) => {
      const regressed = rest.regressed.get(id);
      rest.regressed.delete(id);
      return regressed ?? [];
    }),
  };
}
