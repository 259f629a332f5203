import { MonitorError } from '../errors.ts';
import { isLoopback } from '../is-loopback.ts';
import { type Environment, secret, wrongFlag } from './settings.ts';

/** Options for yargs about the HTTP server of `watch`. */
export const httpOptions = {
  http: {
    type: 'string',
    requiresArg: true,
    describe: 'Answer HTTP (REST, Prometheus, Grafana) there: :5004 is this machine only [ESM_HTTP]',
    defaultDescription: 'off',
  },
} as const;

/** Where to listen. A `token` is there for every address that other machines can reach. */
export type HttpConfig = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly token: string | undefined;
};

/**
 * Reads `--http`; undefined when no server is wanted. The token comes from ESM_HTTP_TOKEN or ESM_HTTP_TOKEN_FILE.
 *
 * @throws MonitorError `CONFIG` for an address that can't be read, or one that needs a token and has none.
 */
export function httpConfig(
  flags: { readonly http?: string | undefined },
  env: Environment,
): HttpConfig | undefined {
  const text = (flags.http ?? env.ESM_HTTP ?? '').trim();
  if (flags.http === undefined && text === '') return undefined;
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]*)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw wrongFlag('http', text, 'host:port, or :5004 for this machine only (environment: ESM_HTTP)');
  }
  const host = bracketed ?? (plain || '127.0.0.1');
  const token = secret('ESM_HTTP_TOKEN', env);
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new MonitorError(
      'CONFIG',
      'ESM_HTTP_TOKEN holds characters that no HTTP header carries.',
      'Use letters, digits and signs without blanks, for example: openssl rand -hex 32',
    );
  }
  if (token === undefined && !isLoopback(host)) {
    throw new MonitorError(
      'CONFIG',
      `--http ${text} can be reached from other machines and has no token.`,
      'Set ESM_HTTP_TOKEN (or ESM_HTTP_TOKEN_FILE), or listen on this machine only: --http :5004',
    );
  }
  return { host, port, token };
}
