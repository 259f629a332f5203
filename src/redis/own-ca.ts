/** Name of the query of a `rediss://` address that names the CA's file; the same as in a `DATABASE_URL`. */
export const caQuery = 'sslrootcert';

/** The address with the file of a CA, unless it names one or speaks no TLS. */
export function withOwnCa(address: string, caFile: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== 'rediss:' || url.searchParams.has(caQuery)) return address;
  url.searchParams.set(caQuery, caFile);
  return url.href;
}
