import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createPrivateAddressCheck } from './private-address.ts';

/** Keeps connections away from this machine and private networks. */
export type AddressGuard = {
  /** Why a host that is an address itself is refused; a name is judged when it was resolved. */
  refusal(host: string): Error | undefined;
  /** For the options of a connection: resolves a name and fails where one of its addresses is refused. */
  readonly lookup: LookupFunction;
};

/**
 * The check stands where the connection is made, on the very addresses that are connected to, so that a name can't be
 * pointed elsewhere in between.
 */
export function createAddressGuard(allowPrivate: boolean): AddressGuard {
  const isPrivate = createPrivateAddressCheck();
  const refusalOf = (address: string) =>
    !allowPrivate && isPrivate(address)
      ? new Error(`${address} is a private address (--alert-allow-private allows it)`)
      : undefined;
  return {
    refusal: (host) => (isIP(host) === 0 ? undefined : refusalOf(host)),
    lookup(host, options, callback) {
      resolve(host, { ...options, all: true }, (error, addresses) => {
        const failure = error ?? addresses.map(({ address }) => refusalOf(address)).find(Boolean);
        const first = addresses?.[0];
        if (failure) callback(failure, []);
        else if (options.all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      });
    },
  };
}

/** The host as sockets take it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
