import { createEventClock } from './event-clock.ts';

/** A group that reads a backlog, and the Postgres that its members share. */
export type Group = {
  readonly members: number;
  readonly partitions: number;
  /** Of 1. */
  readonly errorShare: number;
  readonly postgresCores: number;
};

/** What things cost, in µs of one core. */
export type Costs = {
  readonly record: number;
  /** In the member, beside what every record costs. */
  readonly error: number;
  /** In Postgres. */
  readonly transaction: number;
  readonly storedError: number;
  /** Waiting for the disk at the end of a transaction; it takes no core. */
  readonly commit: number;
};

export type Outcome = {
  /** Of a backlog that is spread evenly: it ends with the slowest partition, so that one's rate, times all of them. */
  readonly recordsPerSecond: number;
  /** Of all members' cores, and of Postgres's, from 0 to 1. */
  readonly membersBusy: number;
  readonly postgresBusy: number;
  /** From asking to its end, ms. */
  readonly transactionP50: number;
  readonly transactionP99: number;
};

/** The monitor's own: a partition's part of a fetch, errors of one transaction and those that may wait, its pool. */
const recordsAtOnce = 3_700;
const errorsAtOnce = 5_000;
const errorsWaiting = 16_000;
const poolSize = 20;
/** So long a part of the work is looked at, after so long a start. */
const warmUs = 2_000_000;
const watchedUs = 10_000_000;

type Log = {
  readonly owner: Member;
  readonly waiting: { records: number; errors: number };
  isSaving: boolean;
};
type Member = {
  readonly logs: Log[];
  next: number;
  held: number;
  saving: number;
  stored: number;
  isStalled: boolean;
};
type Transaction = {
  readonly log: Log;
  readonly records: number;
  readonly errors: number;
  readonly since: number;
};

/**
 * Plays a group through, event by event. Each member is one core that takes its partitions in turns; a partition has one
 * transaction at a time, which takes what gathered meanwhile; Postgres works on as many at once as it has cores; a member
 * whose errors wait in too great a number reads no more. Kafka, Redis and the network are never waited for.
 */
export function simulate({ members, partitions, errorShare, postgresCores }: Group, costs: Costs): Outcome {
  const group = Array.from(
    { length: members },
    (): Member => ({ logs: [], next: 0, held: 0, saving: 0, stored: 0, isStalled: false }),
  );
  for (let partition = 0; partition < partitions; partition += 1) {
    const owner = group[partition % members];
    owner?.logs.push({ owner, waiting: { records: 0, errors: 0 }, isSaving: false });
  }
  const clock = createEventClock();
  const queue: Transaction[] = [];
  const seen = { memberUs: 0, postgresUs: 0, transactionMs: [] as number[] };
  let idleCores = postgresCores;

  for (const member of group) read(member);
  clock.run(warmUs + watchedUs);
  const sorted = seen.transactionMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const working = group.filter(({ logs }) => logs.length > 0);
  const slowest = Math.min(...working.map(({ stored, logs }) => stored / logs.length));
  return {
    recordsPerSecond: (slowest / watchedUs) * 1e6 * partitions,
    membersBusy: seen.memberUs / (watchedUs * members),
    postgresBusy: seen.postgresUs / (watchedUs * postgresCores),
    transactionP50: at(0.5),
    transactionP99: at(0.99),
  };

  function read(member: Member): void {
    member.isStalled = member.held >= errorsWaiting;
    const log = member.logs[member.next];
    if (log === undefined || member.isStalled) return;
    member.next = (member.next + 1) % member.logs.length;
    const errors = Math.round(recordsAtOnce * errorShare);
    const took = recordsAtOnce * costs.record + errors * costs.error;
    clock.after(took, () => {
      if (clock.now() > warmUs) seen.memberUs += took;
      log.waiting.records += recordsAtOnce;
      log.waiting.errors += errors;
      member.held += errors;
      save(log);
      read(member);
    });
  }

  function save(log: Log): void {
    const { owner, waiting } = log;
    if (log.isSaving || waiting.records === 0 || owner.saving >= poolSize) return;
    const errors = Math.min(waiting.errors, errorsAtOnce);
    const records =
      waiting.errors === 0 ? waiting.records : Math.round((waiting.records * errors) / waiting.errors);
    waiting.errors -= errors;
    waiting.records -= records;
    log.isSaving = true;
    owner.saving += 1;
    queue.push({ log, records, errors, since: clock.now() });
    serve();
  }

  function serve(): void {
    const transaction = idleCores > 0 ? queue.shift() : undefined;
    if (transaction === undefined) return;
    idleCores -= 1;
    const took = costs.transaction + transaction.errors * costs.storedError;
    clock.after(took, () => {
      if (clock.now() > warmUs) seen.postgresUs += took;
      idleCores += 1;
      clock.after(costs.commit, () => stored(transaction));
      serve();
    });
  }

  function stored({ log, records, errors, since }: Transaction): void {
    const { owner } = log;
    if (clock.now() > warmUs) {
      owner.stored += records;
      seen.transactionMs.push((clock.now() - since) / 1_000);
    }
    log.isSaving = false;
    owner.saving -= 1;
    owner.held -= errors;
    for (const each of owner.logs) save(each);
    if (owner.isStalled) read(owner);
  }
}
