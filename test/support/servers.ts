import { inject } from 'vitest';

/** Addresses of the servers that the run started, or that the environment gave. */
export type ServerAddresses = {
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    servers: ServerAddresses;
  }
}

/** Addresses of the servers of this run; only for tests of the project `integration`. */
export function servers(): ServerAddresses {
  return inject('servers');
}
