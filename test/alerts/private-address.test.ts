import { expect, test } from 'vitest';
import { createPrivateAddressCheck } from '../../src/alerts/private-address.ts';

const isPrivate = createPrivateAddressCheck();

test.for([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1%eth0',
  'fd00:ec2::254',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '::7f00:1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  'no address',
])('counts %s as private', (address) => {
  expect(isPrivate(address)).toBe(true);
});

test.for(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
  'counts %s as public',
  (address) => {
    expect(isPrivate(address)).toBe(false);
  },
);
