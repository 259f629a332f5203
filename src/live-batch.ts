import type { LogError, LogId, RegressedIncident, SeverityCounts } from './types.ts';

/** A row of the feed in the making: the first error of its incident and level, and how many of them came. */
export type LiveRow = {
  readonly error: LogError;
  /** Errors of the incident and level, this one included. */
  readonly count: number;
  readonly mark: RowMark | null;
};

/** What an incident is since an error: never seen before, or resolved and back. */
export type RowMark = 'NEW' | 'REGRESSED';

/** Events of one service. */
export type ServiceCounts = { readonly service: string; readonly counts: SeverityCounts };

/** Stored batches of one member, of one moment, folded to what a screen shows of them. */
export type LiveBatch = {
  /** Records of any severity. */
  readonly records: number;
  /** All events, errors included. */
  readonly counts: readonly ServiceCounts[];
  readonly logs: readonly LiveLog[];
  /** In the order in which their errors were stored. */
  readonly rows: readonly LiveRow[];
  /** Errors that are in `counts` and in no row. */
  readonly withoutRow: number;
  readonly newIncidents: readonly string[];
  readonly regressedIncidents: readonly RegressedIncident[];
};

/** What was stored of one log: the offsets `[from, next)`. */
export type LiveLog = {
  readonly log: LogId;
  readonly from: bigint;
  readonly next: bigint;
};
