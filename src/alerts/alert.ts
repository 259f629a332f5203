import type { Incident } from '../types.ts';

/** What a person can ask to be told of. `silence`: no records arrive. */
export type AlertWish = 'new' | 'regressed' | 'escalating' | 'silence';

/** All that can be wished for; the values of `--alert-on`. */
export const alertWishes: readonly AlertWish[] = ['new', 'regressed', 'escalating', 'silence'];

/** Changes beyond the cap, told in one message. `since` is ms since the epoch. */
export type MoreChanges = {
  readonly new: number;
  readonly regressed: number;
  readonly escalating: number;
  readonly since: number;
};

/** One thing to tell, as it waits in the store. Times are ms since the epoch. */
export type Alert = {
  /** The same whenever it is sent again. */
  readonly id: string;
  readonly at: number;
} & (
  | { readonly change: 'new' | 'regressed' | 'escalating'; readonly incident: Incident }
  /** No records since `since`. */
  | { readonly change: 'silence'; readonly since: number }
  /** Records arrive again, for the first time since `since`. */
  | { readonly change: 'silence-over'; readonly since: number }
  | { readonly change: 'summary'; readonly more: MoreChanges }
);
