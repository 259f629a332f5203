import { join } from 'node:path';

/** Files by which the processes that share one embedded server find each other. */
export type ServerPaths = {
  /** One file per use of the server. */
  readonly leases: string;
  /** Claimed by the process that watches over the server. */
  readonly supervisor: string;
  /** Claimed while the server is being stopped; who takes a lease then must wait for the next one. */
  readonly stopping: string;
  /** The port of the last start, as decimal text. */
  readonly port: string;
  /** What the server and its supervisor print. */
  readonly log: string;
};

/** The paths in a data folder; none of them need exist. */
export function serverPaths(dataDir: string): ServerPaths {
  return {
    leases: join(dataDir, 'leases'),
    supervisor: join(dataDir, 'supervisor'),
    stopping: join(dataDir, 'stopping'),
    port: join(dataDir, 'port'),
    log: join(dataDir, 'postgres.log'),
  };
}
