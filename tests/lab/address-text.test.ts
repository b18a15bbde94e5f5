import { describe, expect, test } from 'vitest';
import { Cidr, IpAddress, Route } from '#protocol/network';
import { type Read, readAddress, readCidr, readDestination } from '../../src/lab/address-text.ts';

const problem = (read: Read) => ('problem' in read ? read.problem : null);

describe('an address with its mask', () => {
  test.each([
    ['192.168.1.10/26', '192.168.1.10/26'],
    [' 192.168.1.10 / 26 ', '192.168.1.10/26'],
    ['192.168.1.10/255.255.255.192', '192.168.1.10/26'],
    ['192.168.1.10 255.255.255.192', '192.168.1.10/26'],
    ['10.0.0.1/0', '10.0.0.1/0'],
    ['10.0.0.1/0.0.0.0', '10.0.0.1/0'],
    ['10.0.0.1/32', '10.0.0.1/32'],
    ['fd00::1/64', 'fd00::1/64'],
    ['FE80::1/10', 'FE80::1/10'],
  ])('%j is understood, and in a spelling that the protocol takes', (text, value) => {
    expect(readCidr(text)).toEqual({ value });
    expect(Cidr.safeParse(value).success).toBe(true);
  });

  test.each([
    ['', 'lab.network.bad-address'],
    ['host/24', 'lab.network.bad-address'],
    ['192.168.1/24', 'lab.network.bad-address'],
    ['192.168.1.256/24', 'lab.network.bad-address'],
    ['192.168.01.1/24', 'lab.network.bad-address'],
    ['fd00::1::2/64', 'lab.network.bad-address'],
    ['::1%eth0/64', 'lab.network.bad-address'],
    ['192.168.1.10', 'lab.network.no-prefix'],
    ['192.168.1.10/', 'lab.network.no-prefix'],
    ['fd00::1', 'lab.network.no-prefix'],
    ['192.168.1.10/33', 'lab.network.bad-prefix'],
    ['192.168.1.10/-1', 'lab.network.bad-prefix'],
    ['192.168.1.10/26/27', 'lab.network.bad-prefix'],
    ['fd00::1/129', 'lab.network.bad-prefix'],
    ['192.168.1.10/255.0.255.0', 'lab.network.bad-mask'],
    ['192.168.1.10/255.255.255.256', 'lab.network.bad-mask'],
    ['fd00::1/255.255.255.0', 'lab.network.bad-mask'],
  ])('%j is refused for its own reason', (text, key) => {
    expect(problem(readCidr(text))).toBe(key);
  });
});

test('a gateway is one address: a prefix length is named as what is too much', () => {
  expect(readAddress(' 192.168.1.1 ')).toEqual({ value: '192.168.1.1' });
  expect(readAddress('fd00::1')).toEqual({ value: 'fd00::1' });
  expect(problem(readAddress('192.168.1.1/26'))).toBe('lab.network.only-address');
  expect(problem(readAddress('gateway'))).toBe('lab.network.bad-address');
  expect(IpAddress.safeParse('fd00::1').success).toBe(true);
});

test('a route leads to everything, to a network or to one host', () => {
  expect(readDestination('Default')).toEqual({ value: 'default' });
  expect(readDestination('192.168.1.64/26')).toEqual({ value: '192.168.1.64/26' });
  expect(readDestination('192.168.1.70')).toEqual({ value: '192.168.1.70/32' });
  expect(readDestination('fd00::2')).toEqual({ value: 'fd00::2/128' });
  expect(problem(readDestination('192.168.1.64/60'))).toBe('lab.network.bad-prefix');
  for (const to of ['default', '192.168.1.70/32', 'fd00::2/128'])
    expect(Route.safeParse({ to, via: '192.168.1.1' }).success, to).toBe(true);
});
