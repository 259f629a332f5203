import { expect, test } from 'vitest';
import { readServerAddress } from '../../src/postgres/server-address.ts';
import { anAuthority } from '../support/certificates.ts';

test.for([
  'postgres://esm:p%40ss@db:5433/esm?application_name=x',
  'postgres://esm@db/esm',
  '/var/run/postgresql esm',
  'postgres://esm@/esm?host=/var/run/postgresql',
  'postgresql://esm@%2Fvar%2Frun/esm',
])('hands on an address that says nothing of TLS as it is: %s', (url) => {
  expect(readServerAddress(url)).toMatchObject({ connectionString: url, tls: undefined });
});

test('takes its TLS settings out of the address, and leaves the rest', async () => {
  const ca = await anAuthority();
  const url = `postgres://esm:p%40ss@db/esm?sslmode=verify-full&application_name=x&sslrootcert=${ca.certFile}`;

  expect(readServerAddress(url)).toMatchObject({
    connectionString: 'postgres://esm:p%40ss@db/esm?application_name=x',
    tls: { trusted: ca.certFile, options: { rejectUnauthorized: true } },
    host: 'db',
    shown: 'db:5432/esm',
  });
});

test.for([
  { mode: 'require', chain: true, host: true },
  { mode: 'verify-full', chain: true, host: true },
  { mode: 'verify-ca', chain: true, host: false },
  { mode: 'no-verify', chain: false, host: false },
])('verifies by $mode: chain $chain, host $host', ({ mode, chain, host }) => {
  const { tls } = readServerAddress(`postgres://db/esm?sslmode=${mode}`);

  const options = typeof tls === 'object' ? tls.options : undefined;
  expect(options?.rejectUnauthorized).toBe(chain);
  expect(options?.checkServerIdentity === undefined).toBe(host);
});

test.for(['sslmode=disable', 'ssl=false', 'ssl=0'])('speaks plain text where %s says so', (query) => {
  expect(readServerAddress(`postgres://db/esm?${query}`).tls).toBe('off');
});

test.for([
  { query: 'sslmode=prefer', says: 'sslmode can\'t be "prefer"', hint: 'without TLS, unseen' },
  { query: 'sslmode=allow', says: 'sslmode can\'t be "allow"', hint: 'without TLS, unseen' },
  { query: 'sslmode=full', says: 'sslmode can\'t be "full"', hint: 'It takes disable, no-verify, require' },
  {
    query: 'sslrootcert=/nowhere',
    says: 'sslrootcert in DATABASE_URL names /nowhere',
    hint: 'Check its path',
  },
])('refuses $query, and shows no password', ({ query, says, hint }) => {
  const reading = () => readServerAddress(`postgres://esm:hunter2@db/esm?${query}`);

  expect(reading).toThrow(
    expect.objectContaining({
      code: 'CONFIG',
      message: expect.stringContaining(says),
      hint: expect.stringContaining(hint),
    }),
  );
  expect(reading).not.toThrow(/hunter2/);
});

test.for([
  'esm:hunter2@db/esm',
  'hunter2',
  'postgres://esm:hunter2@db:port/esm',
  'mysql://esm:hunter2@db/esm',
])('refuses what is no address of Postgres, and does not repeat it: %#', (url) => {
  expect(() => readServerAddress(url)).toThrow(
    expect.objectContaining({ code: 'CONFIG', message: 'DATABASE_URL is no address of Postgres.' }),
  );
});
