import type { ProcessSpec } from './guardian-messages.ts';

export type ServerName = 'kafka' | 'postgres' | 'redis';

/** How to run one server on this machine, and how to see that it answers. */
export type ServerPlan = {
  readonly name: ServerName;
  /** Address for clients: `host:port` for Kafka, a URL for the others. */
  readonly address: string;
  readonly spec: ProcessSpec;
  /** Whether the server answers a request now. Never rejects. */
  ready(): Promise<boolean>;
};
