import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { MonitorError } from '../errors.ts';

/** A PEM text or a PKCS#12 file's bytes, and the name of the setting or file that it comes from, for messages. */
export type KeyMaterial = { readonly data: string | Buffer; readonly from: string };

export type TlsWishes = {
  /** Who may sign the server's certificate; undefined: the CAs that Node and this system trust. */
  readonly ca?: KeyMaterial | undefined;
  /** Our own certificate, where the server asks for one. */
  readonly certificate?: KeyMaterial | undefined;
  readonly key?: KeyMaterial | undefined;
  /** Certificate and key in one PKCS#12 file, instead of the two. */
  readonly keystore?: KeyMaterial | undefined;
  /** Of the key or the keystore. */
  readonly password?: string | undefined;
  /** False: any name in the certificate will do. */
  readonly checksHost: boolean;
  /** False: any certificate will do, which keeps listeners out and no impostor. Default true. */
  readonly checksCertificate?: boolean;
};

/** How to open a TLS connection: options for `node:tls`, and whose signature they trust, in words. */
export type Tls = { readonly options: ConnectionOptions; readonly trusted: string };

/**
 * Loads the certificates once for all connections.
 *
 * @throws MonitorError `CONFIG` that names what can't be used.
 */
export function openTls(wishes: TlsWishes): Tls {
  const { ca, certificate, key, keystore, password, checksHost, checksCertificate = true } = wishes;
  for (const each of [ca, certificate]) if (each !== undefined) assertCertificate(each);
  const own = keystore ?? key ?? certificate;
  // Loaded when there is TLS: every start of a command would pay for it.
  const { createSecureContext, getCACertificates } = process.getBuiltinModule('node:tls');
  try {
    const secureContext = createSecureContext({
      ca: ca?.data ?? [...getCACertificates('default'), ...getCACertificates('system')],
      cert: certificate?.data,
      key: key?.data,
      pfx: keystore?.data,
      passphrase: password,
    });
    return {
      options: {
        secureContext,
        rejectUnauthorized: checksCertificate,
        ...(!checksHost && { checkServerIdentity: () => undefined }),
      },
      trusted: ca?.from ?? 'the CAs that this system trusts',
    };
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `${own?.from ?? 'TLS'} can't be used: ${reasonOf(cause, own)}.`,
      'A key in PEM form that belongs to the certificate is wanted, and its password where it has one.',
      { cause },
    );
  }
}

/** @throws MonitorError `CONFIG` when it can't be read. @param setting - What names the file, for the message. */
export function readKeyMaterial(file: string, setting: string): KeyMaterial {
  try {
    return { data: readFileSync(file), from: file };
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `${setting} names ${file}, which can't be read.`,
      'Check its path and rights.',
      {
        cause,
      },
    );
  }
}

function assertCertificate({ data, from }: KeyMaterial): void {
  try {
    new X509Certificate(data);
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `${from} holds no certificate in PEM form.`,
      'Out of a Java store: keytool -exportcert -rfc -keystore STORE -alias NAME > ca.pem',
      { cause },
    );
  }
}

/** A wrong password makes rubbish of a key that looks whole once in 256 times, which is then of no kind that OpenSSL knows. */
function reasonOf(cause: unknown, own: KeyMaterial | undefined): string {
  if (!(cause instanceof Error)) return String(cause);
  const { message } = cause;
  if (/bad decrypt|mac verify failure|bad password|interrupted or cancelled/i.test(message))
    return 'the password is wrong or missing';
  if (/unsupported/i.test(message) && own?.data.includes('ENCRYPTED PRIVATE KEY'))
    return 'the password is wrong or missing, or its cipher is not known';
  if (/values mismatch/i.test(message)) return 'the key does not belong to the certificate';
  return message.replace(/^error:[^:]*:[^:]*:[^:]*:/, '').trim();
}
