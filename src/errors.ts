/** Exit codes of the command line (docs/commands.md lists them for users). */
export const exitCodes = { ok: 0, bug: 1, usage: 2, unreachable: 3, failOn: 4, interrupted: 130 } as const;

export type ErrorCode =
  | 'CONFIG'
  | 'TOPIC_UNKNOWN'
  | 'KAFKA_UNREACHABLE'
  | 'KAFKA_FAILED'
  | 'POSTGRES_UNREACHABLE'
  | 'POSTGRES_FAILED'
  | 'REDIS_UNREACHABLE'
  | 'OUTPUT_FAILED'
  /** What `--fail-on` looks for is there: no failure of ours, but the answer that was asked for. */
  | 'FAIL_ON'
  /** What was asked for can't be done as things stand; nothing was changed. */
  | 'REFUSED'
  /** `doctor` found that something needed can't be used. */
  | 'UNHEALTHY';

const exitCodeOf: { readonly [code in ErrorCode]: number } = {
  CONFIG: exitCodes.usage,
  TOPIC_UNKNOWN: exitCodes.usage,
  KAFKA_UNREACHABLE: exitCodes.unreachable,
  KAFKA_FAILED: exitCodes.unreachable,
  POSTGRES_UNREACHABLE: exitCodes.unreachable,
  POSTGRES_FAILED: exitCodes.unreachable,
  REDIS_UNREACHABLE: exitCodes.unreachable,
  OUTPUT_FAILED: exitCodes.unreachable,
  FAIL_ON: exitCodes.failOn,
  REFUSED: exitCodes.usage,
  UNHEALTHY: exitCodes.unreachable,
};

/** A failure we expect: what happened, what to do about it, and what caused it. Anything else thrown is a bug. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return exitCodeOf[this.code];
  }
}

/** What whatever was thrown says of itself. Libraries also throw what is no error, and errors that have only a name. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
