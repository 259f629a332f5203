import type { KeptSeverity, LogError } from '../types.ts';

type Key = Pick<LogError, 'incident' | 'severity'>;

/** Values by incident and level. */
export type ByIncident<V> = {
  get(key: Key): V | undefined;
  set(key: Key, value: V): void;
  delete(key: Key): void;
  clear(): void;
};

/** A map for each level: a key made of both would be put together and hashed for every error. */
export function createByIncident<V>(): ByIncident<V> {
  const levels: { readonly [severity in KeptSeverity]: Map<string, V> } = {
    CRITICAL: new Map(),
    ERROR: new Map(),
    EXCEPTION: new Map(),
  };
  return {
    get: ({ severity, incident }) => levels[severity].get(incident),
    set: ({ severity, incident }, value) => void levels[severity].set(incident, value),
    delete: ({ severity, incident }) => void levels[severity].delete(incident),
    clear() {
      for (const level of Object.values(levels)) level.clear();
    },
  };
}
