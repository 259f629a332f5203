import type { TestContext } from 'vitest';

/** One line of the table that `npm run test:faults` prints; what is not measured is left out. */
export type FaultRow = {
  /** As in docs/guarantees.md, for example `F4`. */
  readonly id: string;
  readonly fault: string;
  readonly load: string;
  readonly lost?: number;
  readonly doubled?: number;
  /** From the end of the fault to the first record stored afterwards, the longest where it was measured often. */
  readonly recoveredMs?: number;
  /** Other figures that were measured, in words. */
  readonly seen?: string;
};

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultRow;
  }
}

/** Puts a line into the table; whether it passes is the test's result. */
export function record({ task }: TestContext, row: FaultRow): void {
  task.meta.fault = row;
}
