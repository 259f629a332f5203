/** How to run one server process. The log file takes what it prints. */
export type ProcessSpec = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  /** The signal on which this server shuts down cleanly. */
  readonly endSignal: NodeJS.Signals;
  /** The signal on which it ends at once, when its data goes as well. */
  readonly discardSignal: NodeJS.Signals;
};

/** What the guardian is asked to do. Each request has an answer with its `id`. */
export type Request = { readonly id: number } & (
  | { readonly ask: 'start'; readonly name: string; readonly spec: ProcessSpec }
  | { readonly ask: 'signal'; readonly name: string; readonly signal: NodeJS.Signals }
  /** Ends the process cleanly, by force after a while, and answers when it is gone. */
  | { readonly ask: 'end'; readonly name: string }
  /** Ends this process too, and before the servers, when the parent has ended. It was not started by the guardian. */
  | { readonly ask: 'adopt'; readonly pid: number }
);

/** `pid` is that of the process started; 0 for the other requests. */
export type Answer =
  | { readonly id: number; readonly pid: number }
  | { readonly id: number; readonly error: string };

/** Told when a process has ended, asked for or not. */
export type Ended = { readonly ended: string; readonly how: string };

/** What a guardian is told at its start, as JSON in its first argument. */
export type GuardianOrders = {
  /** Folders to remove when everything has ended. */
  readonly removeAtEnd: readonly string[];
};
