import { chmod, chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { openDatabase } from '../../src/postgres/pool.ts';
import { runCommand } from '../support/a-command.ts';
import { type Authority, anAuthority, type Certificate } from '../support/certificates.ts';
import { waitFor } from '../support/wait-for.ts';

let servers: Servers;
let ca: Authority;
let otherCa: Authority;

beforeAll(async () => {
  servers = await startServers({ wanted: ['postgres'], env: {} });
  [ca, otherCa] = await Promise.all([anAuthority(), anAuthority('Other CA')]);
});
afterAll(() => servers?.stop());

/** Has the server show this certificate to whoever connects from now on. */
async function show(certificate: Certificate): Promise<void> {
  const client = new Client({ connectionString: servers.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ dir: string }>("SELECT current_setting('data_directory') AS dir");
    const dir = rows[0]?.dir ?? '';
    const { uid, gid } = await stat(dir);
    for (const [name, text] of Object.entries({
      'server.crt': certificate.cert,
      'server.key': certificate.key,
    })) {
      await writeFile(join(dir, name), text);
      await chmod(join(dir, name), 0o600);
      await chown(join(dir, name), uid, gid);
    }
    await client.query('ALTER SYSTEM SET ssl = on');
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
  // The reload is not waited for by the server either: the certificate's own number tells that it is there.
  await waitFor('the certificate', async () => (await serialShown()) === certificate.serial);
}

async function serialShown(): Promise<string | undefined> {
  const client = new Client({ connectionString: servers.databaseUrl, ssl: { rejectUnauthorized: false } });
  try {
    await client.connect();
    const { stream } = client.connection;
    return stream instanceof TLSSocket ? stream.getPeerCertificate().serialNumber : undefined;
  } catch {
    return undefined; // not on yet
  } finally {
    await client.end().catch(() => {});
  }
}

/** Opens the store as every command does; resolves to whether the connection is encrypted. */
async function isEncrypted(query: string, host = '127.0.0.1'): Promise<boolean> {
  const url = new URL(servers.databaseUrl);
  url.hostname = host;
  url.search = query;
  const database = await openDatabase({ url: url.href, poolSize: 1, name: 'test' });
  try {
    const { rows } = await database.pool.query<{ ssl: boolean }>(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return rows[0]?.ssl === true;
  } finally {
    await database.close();
  }
}

test('says of a server without TLS that it has none', async () => {
  await expect(isEncrypted(`sslmode=require&sslrootcert=${ca.certFile}`)).rejects.toMatchObject({
    code: 'POSTGRES_FAILED',
    message: expect.stringContaining('speaks no TLS on that port'),
  });
});

test('encrypts with every mode that asks for it, and not without', async () => {
  await show(await ca.sign('server'));

  const modes = ['require', 'verify-ca', 'verify-full', 'no-verify'];
  const encrypted = await Promise.all(
    modes.map((mode) => isEncrypted(`sslmode=${mode}&sslrootcert=${ca.certFile}`)),
  );

  expect(encrypted).toEqual([true, true, true, true]);
  expect(await isEncrypted(`sslrootcert=${ca.certFile}`)).toBe(true);
  expect(await isEncrypted('sslmode=disable')).toBe(false);
});

test('refuses a CA that it does not know by every mode that verifies', async () => {
  const modes = ['require', 'verify-ca', 'verify-full'];

  for (const mode of modes) {
    await expect(isEncrypted(`sslmode=${mode}&sslrootcert=${otherCa.certFile}`)).rejects.toMatchObject({
      code: 'POSTGRES_FAILED',
      message: expect.stringContaining(`shows a certificate that was not signed by ${otherCa.certFile}`),
      hint: expect.stringContaining('sslrootcert in DATABASE_URL'),
    });
  }
  expect(await isEncrypted(`sslmode=no-verify&sslrootcert=${otherCa.certFile}`)).toBe(true);
});

test('refuses a certificate of another host, unless the mode does not look at it', async () => {
  await show(await ca.sign('server', { hosts: ['db.example'] }));

  await expect(isEncrypted(`sslmode=verify-full&sslrootcert=${ca.certFile}`)).rejects.toThrow(
    /shows a certificate that is not for 127\.0\.0\.1/,
  );
  await expect(isEncrypted(`sslmode=require&sslrootcert=${ca.certFile}`, 'localhost')).rejects.toThrow(
    /is not for localhost, but for db\.example/,
  );
  expect(await isEncrypted(`sslmode=verify-ca&sslrootcert=${ca.certFile}`)).toBe(true);
});

test('refuses a certificate that has expired, and ends a command with code 3', async () => {
  await show(await ca.sign('server', { expired: true }));
  const url = `${servers.databaseUrl}?sslmode=verify-full&sslrootcert=${ca.certFile}`;

  const run = await runCommand(['query', 'services'], { env: { DATABASE_URL: url } });

  expect(run).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('shows a certificate that has expired'),
  });
  expect(run.stderr).not.toContain(new URL(url).password);
});
