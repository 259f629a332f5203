import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { MonitorError } from '../errors.ts';
import { openTls, readKeyMaterial } from '../tls/open-tls.ts';
import { caQuery } from './own-ca.ts';

/** Where a Redis is and how to speak with it. */
export type RedisAddress = {
  /** For the driver, without what it does not know. */
  readonly url: string;
  /** With `rediss://` only. */
  readonly tls: ConnectionOptions | undefined;
  /** Whose signature on its certificate is trusted, in words. */
  readonly trusted: string;
  /** Host and port, without user or password. */
  readonly shown: string;
};

/**
 * Reads a `REDIS_URL`. With `rediss://` the certificate is verified, against the file of `?sslrootcert=` or the CAs that this
 * system trusts.
 *
 * @throws MonitorError `CONFIG` for what is no address, or when that file can't be used.
 */
export function readRedisAddress(text: string): RedisAddress {
  if (text.startsWith('/')) return { url: text, tls: undefined, trusted: '', shown: 'a Unix socket' };
  const url = URL.parse(/^rediss?:/i.test(text) ? text : `redis://${text}`);
  if (url === null) {
    throw new MonitorError(
      'CONFIG',
      'REDIS_URL is no address of Redis.',
      'It takes redis://host:6379, with special characters of a password as %40 and the like.',
    );
  }
  const shown = `${url.hostname}:${url.port || '6379'}`;
  if (url.protocol !== 'rediss:') return { url: text, tls: undefined, trusted: '', shown };
  const ca = url.searchParams.get(caQuery);
  url.searchParams.delete(caQuery);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { options, trusted } = openTls({
    ca: ca ? readKeyMaterial(ca, `REDIS_TLS_CA (${caQuery} in REDIS_URL)`) : undefined,
    checksHost: true,
  });
  return {
    url: url.href,
    tls: { ...options, ...(isIP(host) === 0 && { servername: host }) },
    trusted,
    shown,
  };
}
