import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate and its key, in PEM form, as texts and as files. */
export type Certificate = {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** Both in one file, as a Kafka broker takes them. */
  readonly bothFile: string;
  /** Its serial number in capital hex, as TLS shows it. */
  readonly serial: string;
};

export type Authority = Certificate & {
  /** Signs a certificate for a server or a client. @param hosts - Names or IPv4 addresses. */
  sign(name: string, options?: SignOptions): Promise<Certificate>;
};

export type SignOptions = {
  readonly hosts?: readonly string[];
  readonly expired?: true;
  /** Encrypts the key. */
  readonly passphrase?: string;
};

const dayMs = 86_400_000;

/** Makes a CA of one test's own, in a folder of its own. Keys are elliptic, which takes milliseconds. */
export async function anAuthority(name = 'Test CA'): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const made = await generate([{ name: 'commonName', value: name }], {
    ...common(false),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const ca = await keep(folder, 'ca', made.cert, made.private);
  return {
    ...ca,
    sign: async (name, { hosts = ['127.0.0.1', 'localhost'], expired, passphrase } = {}) => {
      const signed = await generate([{ name: 'commonName', value: name }], {
        ...common(expired === true),
        ca: { key: ca.key, cert: ca.cert },
        ...(passphrase !== undefined && { passphrase }),
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          { name: 'subjectAltName', altNames: hosts.map(altName) },
        ],
      });
      return await keep(folder, name, signed.cert, signed.private);
    },
  };
}

function common(expired: boolean) {
  const now = Date.now();
  return {
    keyType: 'ec' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 10 * dayMs),
    notAfterDate: new Date(now + (expired ? -1 : 10) * dayMs),
  };
}

function altName(host: string) {
  return /^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host };
}

async function keep(folder: string, name: string, cert: string, key: string): Promise<Certificate> {
  const [certFile, keyFile, bothFile] = ['crt', 'key', 'pem'].map((ending) =>
    join(folder, `${name}.${ending}`),
  );
  const files = { certFile: certFile ?? '', keyFile: keyFile ?? '', bothFile: bothFile ?? '' };
  await writeFile(files.certFile, cert);
  await writeFile(files.keyFile, key);
  await writeFile(files.bothFile, `${key}\n${cert}`);
  await chmod(files.keyFile, 0o600);
  return { cert, key, ...files, serial: new X509Certificate(cert).serialNumber };
}
