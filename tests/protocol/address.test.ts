import { expect, test } from 'vitest';
import { hostPart, isIn, parseAddress, parsePrefix } from '#protocol/address';

test.each([
  ['0.0.0.0', 4, 0n],
  ['10.0.0.1', 4, 0x0a000001n],
  ['255.255.255.255', 4, 0xffffffffn],
  ['::', 6, 0n],
  ['::1', 6, 1n],
  ['fd00::', 6, 0xfd00n << 112n],
  ['fe80::2:0:0:1', 6, (0xfe80n << 112n) | (2n << 48n) | 1n],
  ['1:2:3:4:5:6:7:8', 6, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
  ['::ffff:10.0.0.1', 6, 0xffff_0a00_0001n],
] as const)('%s is read as a number', (text, family, value) => {
  expect(parseAddress(text)).toEqual({ family, value });
});

test('an address lies in the networks of its family that share its prefix', () => {
  expect(isIn(parseAddress('192.168.1.62'), parsePrefix('192.168.1.1/26'))).toBe(true);
  expect(isIn(parseAddress('192.168.1.64'), parsePrefix('192.168.1.1/26'))).toBe(false);
  expect(isIn(parseAddress('fd00:1::9'), parsePrefix('fd00:1::/64'))).toBe(true);
  expect(isIn(parseAddress('0.0.0.1'), parsePrefix('::/0'))).toBe(false);
  expect(isIn(parseAddress('203.0.113.7'), parsePrefix('0.0.0.0/0'))).toBe(true);
  expect(isIn(parseAddress('10.0.0.1'), parsePrefix('10.0.0.1/32'))).toBe(true);
});

test('the bits behind the prefix are the host’s', () => {
  expect(hostPart(parsePrefix('192.168.1.70/26'))).toBe(6n);
  expect(hostPart(parsePrefix('192.168.1.64/26'))).toBe(0n);
  expect(hostPart(parsePrefix('10.0.0.1/32'))).toBe(0n);
});
