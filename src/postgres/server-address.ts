import { MonitorError } from '../errors.ts';
import { openTls, readKeyMaterial, type Tls } from '../tls/open-tls.ts';

/** Where a server is and how to speak with it. */
export type ServerAddress = {
  /** For the driver: the address without what it would take for its own TLS settings. */
  readonly connectionString: string;
  /** Undefined where the address says nothing: plain text, unless PGSSLMODE tells the driver otherwise. */
  readonly tls: Tls | 'off' | undefined;
  /** The server's name, for its certificate. */
  readonly host: string;
  /** Host, port and database name, without user or password. */
  readonly shown: string;
};

const tlsNames = [
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'ssl',
  'uselibpqcompat',
] as const;

/** What each mode verifies; undefined: no TLS. */
const modes: { readonly [mode: string]: { readonly chain: boolean; readonly host: boolean } | undefined } = {
  disable: undefined,
  'no-verify': { chain: false, host: false },
  require: { chain: true, host: true },
  'verify-ca': { chain: true, host: false },
  'verify-full': { chain: true, host: true },
};

/**
 * Reads a `DATABASE_URL` and its TLS settings (`sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `sslpassword`).
 *
 * They are read here and not by node-postgres, whose `require` means `verify-full` today and will mean "any certificate",
 * as libpq's does. Ours verifies; to take any certificate one says `no-verify`.
 * @throws MonitorError `CONFIG` for what is no address, a mode that there is not, or a file that can't be used.
 */
export function readServerAddress(url: string): ServerAddress {
  if (url.startsWith('/'))
    return { connectionString: url, tls: undefined, host: 'localhost', shown: 'a Unix socket' };
  // An address without a host, which names a socket in its query, is none to the URL standard.
  const parsed = URL.parse(url) ?? URL.parse(url.replace('@/', '@localhost/'));
  if (parsed === null || !/^(?:postgres(?:ql)?|socket):$/.test(parsed.protocol)) {
    throw new MonitorError(
      'CONFIG',
      'DATABASE_URL is no address of Postgres.',
      'It takes postgres://user@host:5432/database, with special characters of a password as %40 and the like.',
    );
  }
  const { port, pathname, searchParams } = parsed;
  const host = (parsed.hostname || searchParams.get('host') || 'localhost').replace(/^\[(.*)\]$/, '$1');
  const tls = tlsOf(searchParams);
  const shown = `${host.includes(':') ? `[${host}]` : host}:${port || '5432'}${pathname}`;
  if (!tlsNames.some((name) => searchParams.has(name))) return { connectionString: url, tls, host, shown };
  for (const name of tlsNames) searchParams.delete(name);
  return { connectionString: parsed.href, tls, host, shown };
}

function tlsOf(params: URLSearchParams): ServerAddress['tls'] {
  const mode = modeOf(params);
  if (mode === undefined) return undefined;
  const verified = modes[mode];
  if (verified === undefined) return 'off';
  const file = (name: string) => {
    const path = params.get(name);
    return path ? readKeyMaterial(path, `${name} in DATABASE_URL`) : undefined;
  };
  return openTls({
    ca: params.get('sslrootcert') === 'system' ? undefined : file('sslrootcert'),
    certificate: file('sslcert'),
    key: file('sslkey'),
    password: params.get('sslpassword') ?? undefined,
    checksCertificate: verified.chain,
    checksHost: verified.host,
  });
}

/** Undefined where the address says nothing of TLS. A CA alone means that it is to be used. */
function modeOf(params: URLSearchParams): string | undefined {
  const given = params.get('sslmode') ?? sslWord[params.get('ssl') ?? ''] ?? params.get('ssl');
  const mode = given || (params.has('sslrootcert') || params.has('sslcert') ? 'verify-full' : undefined);
  if (mode === undefined || Object.hasOwn(modes, mode)) return mode;
  throw new MonitorError(
    'CONFIG',
    `sslmode can't be "${mode}" in DATABASE_URL.`,
    mode === 'prefer' || mode === 'allow'
      ? 'It might end without TLS, unseen. Say disable, or require.'
      : `It takes ${Object.keys(modes).join(', ')}.`,
  );
}

/** node-postgres's own word for it. */
const sslWord: { readonly [value: string]: string } = {
  true: 'verify-full',
  '1': 'verify-full',
  false: 'disable',
  '0': 'disable',
};
