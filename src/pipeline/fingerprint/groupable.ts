import type { Trace } from './stacks/trace.ts';

/** What grouping looks at. Texts are redacted and cleaned, so that no secret gets into a key; missing ones are ''. */
export type Groupable = {
  readonly service: string;
  readonly logger: string;
  readonly message: string;
  readonly exceptionType: string;
  /** Undefined where there is no stack, or one that only says where the line was logged. */
  readonly trace: Trace | undefined;
  readonly template: string;
  readonly explicit: readonly string[] | undefined;
  readonly stack: string;
};
