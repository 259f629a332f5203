import type { Tls } from '../tls/open-tls.ts';

/** How a client shows who it is, and how it knows the brokers. */
export type KafkaAccess = {
  /** Undefined: in plain text. */
  readonly tls: Tls | undefined;
  readonly sasl: SaslLogin | undefined;
  /** Name under which the brokers know the client (logs, quotas); undefined: the command's own. */
  readonly clientId: string | undefined;
};

/** How the client says who it is. A token is not kept here: it expires. */
export type SaslLogin =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  | { readonly mechanism: 'oauthbearer'; readonly token: TokenSource };

/** Where a login's token comes from; it is asked for at every login. */
export type TokenSource =
  /** What a shell command prints. */
  | { readonly from: 'command'; readonly command: string }
  | { readonly from: 'file'; readonly path: string }
  /** OAuth 2 client credentials. */
  | {
      readonly from: 'endpoint';
      readonly url: URL;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope: string | undefined;
    };
