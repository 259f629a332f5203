/** What became of one attempt to send. A reason is half a sentence that names no secret. */
export type Delivery =
  | { readonly outcome: 'done' }
  /** Try again, after `waitMs` at the earliest where the receiver said so. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly waitMs?: number }
  /** The receiver will never take this message. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** Somewhere alerts go. */
export type AlertTarget = {
  /** For people: the host of a web hook, the name of a command; never a path, a query or an argument. */
  readonly name: string;
  /** Tells this address from others, the same in each member: a SHA-256. */
  readonly address: string;
  /** Sends one JSON text once. Never rejects, and ends within its time limit or when `signal` aborts. */
  deliver(json: string, signal: AbortSignal): Promise<Delivery>;
};
