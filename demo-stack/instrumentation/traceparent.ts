import { randomBytes } from 'node:crypto';

/** Where a piece of work belongs: the trace it is a part of, and its own span in it. Lower-case hex. */
export type Trace = {
  /** 32 digits; the same in all services that a request passes through. */
  readonly traceId: string;
  /** 16 digits. */
  readonly spanId: string;
  /** 2 digits; `01` asks for the trace to be recorded. */
  readonly flags: string;
};

// Later versions may append fields; version ff is invalid (W3C Trace Context, 3.2.2.1).
const pattern = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;

/** Reads a W3C `traceparent`; `undefined` where it is none, and the specification says to begin a trace then. */
export function parseTraceparent(text: string | undefined): Trace | undefined {
  const [, traceId, spanId, flags] = pattern.exec(text ?? '') ?? [];
  return traceId === undefined || spanId === undefined || flags === undefined
    ? undefined
    : { traceId, spanId, flags };
}

/** The header that hands a trace on. */
export function formatTraceparent({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** A new span: in the trace of `parent`, or in a new trace where there is none. */
export function newSpan(parent: Trace | undefined): Trace {
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    flags: parent?.flags ?? '01',
  };
}
