import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of a long stream small: half of what it would be, for some of the speed.
 *
 * Rows that are printed and forgotten make V8 grow the space for young objects, again and again, up to more than the
 * rest of the process needs. Measured on Node 24: a million errors in 130 MiB instead of 290.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
