import type { LogError } from '../../../src/types.ts';
import { anError } from '../../support/builders.ts';

/** Errors of the incidents `i<from>`, `i<from + 1>` …, one each. */
export function distinctErrors(count: number, from = 0): readonly LogError[] {
  return Array.from({ length: count }, (_, index) =>
    anError({ incident: `i${from + index}`, offset: BigInt(from + index) }),
  );
}
