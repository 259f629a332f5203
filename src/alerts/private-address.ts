import { BlockList, isIP } from 'node:net';

/** Networks that a public web hook never lives in (IANA's special-purpose registries), and those that may embed one. */
const networks: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'], // this host
  ['10.0.0.0', 8, 'ipv4'], // RFC 1918
  ['100.64.0.0', 10, 'ipv4'], // shared by a provider's customers, RFC 6598
  ['127.0.0.0', 8, 'ipv4'], // loopback
  ['169.254.0.0', 16, 'ipv4'], // link-local, and the clouds' metadata at 169.254.169.254
  ['172.16.0.0', 12, 'ipv4'], // RFC 1918
  ['192.0.0.0', 24, 'ipv4'], // protocol assignments
  ['192.0.2.0', 24, 'ipv4'], // documentation
  ['192.168.0.0', 16, 'ipv4'], // RFC 1918
  ['198.18.0.0', 15, 'ipv4'], // benchmarks
  ['198.51.100.0', 24, 'ipv4'], // documentation
  ['203.0.113.0', 24, 'ipv4'], // documentation
  ['224.0.0.0', 3, 'ipv4'], // multicast, reserved, broadcast
  ['::', 96, 'ipv6'], // unspecified, loopback, IPv4 in the old form
  ['64:ff9b::', 96, 'ipv6'], // NAT64: an IPv4 address inside
  ['64:ff9b:1::', 48, 'ipv6'], // NAT64 of one's own network
  ['100::', 64, 'ipv6'], // discard
  ['2001::', 23, 'ipv6'], // protocol assignments, Teredo
  ['2001:db8::', 32, 'ipv6'], // documentation
  ['2002::', 16, 'ipv6'], // 6to4: an IPv4 address inside
  ['3fff::', 20, 'ipv6'], // documentation
  ['fc00::', 7, 'ipv6'], // unique local
  ['fe80::', 10, 'ipv6'], // link-local
  ['fec0::', 10, 'ipv6'], // site-local, deprecated
  ['ff00::', 8, 'ipv6'], // multicast
];

/**
 * Answers whether an IP address belongs to this machine or a network that is not public. An IPv4 address inside an IPv6
 * one (`::ffff:10.0.0.1`) is judged as itself. A text that is no address counts as private.
 */
export function createPrivateAddressCheck(): (address: string) => boolean {
  const list = new BlockList();
  for (const [network, prefix, family] of networks) list.addSubnet(network, prefix, family);
  return (address) => {
    const [plain = ''] = address.split('%'); // fe80::1%eth0
    const version = isIP(plain);
    return version === 0 || list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}
