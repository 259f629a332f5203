import { isIPv4 } from 'node:net';

/** Whether only this machine reaches the address; a name other than localhost may mean anything. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
