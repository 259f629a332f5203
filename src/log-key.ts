import type { LogId } from './types.ts';

/** A key for maps; topics hold no slash (Kafka allows letters, digits, dot, underscore and hyphen). */
export function logKey({ topic, partition }: LogId): string {
  return `${topic}/${partition}`;
}
