import { expect, test } from 'vitest';
import {
  classOf,
  firstAddress,
  flipped,
  lineAt,
  readBits,
  rulerRows,
  withLine,
  writeBits,
} from '../../src/lab/bit-line.ts';
import { kernelOf, network } from './networks.ts';

const change = (text: string, bit: number): string => writeBits(flipped(readBits(text), bit));

test('a switch is one bit of the address, the leftmost is worth 128 in the first octet', () => {
  expect(change('10.0.0.2/24', 25)).toBe('10.0.0.66/24');
  expect(change('10.0.0.66/24', 17)).toBe('10.0.64.66/24');
  expect(change('10.0.0.2/24', 0)).toBe('138.0.0.2/24');
  expect(change(change('255.255.255.255/32', 31), 31)).toBe('255.255.255.255/32');
});

test('the line moves from 0 to 32 and takes the mask along; the address stays', () => {
  const bits = readBits('192.168.1.70/26');
  expect(rulerRows(bits).map(({ octets }) => octets.join('.'))).toEqual([
    '192.168.1.70',
    '255.255.255.192',
    '192.168.1.64',
  ]);
  expect(rulerRows(withLine(bits, 0)).map(({ octets }) => octets.join('.'))).toEqual([
    '192.168.1.70',
    '0.0.0.0',
    '0.0.0.0',
  ]);
  expect([-8, 33].map(prefix => writeBits(withLine(bits, prefix)))).toEqual([
    '192.168.1.70/0',
    '192.168.1.70/32',
  ]);
});

test('the class is read from the first bits', () => {
  const classes = ['127.0.0.1', '128.0.0.1', '191.255.0.1', '192.0.0.1', '224.0.0.1', '240.0.0.1'];
  expect(classes.map(address => classOf(readBits(`${address}/24`)).name).join('')).toBe('ABBCDE');
  expect(classOf(readBits('172.16.5.4/24'))).toEqual({ name: 'B', first: '10', mask: '255.255.0.0' });
  expect(classOf(readBits('255.255.255.255/24'))).toEqual({ name: 'E', first: '1111', mask: null });
});

test('a host without IPv4 has no place for the ruler, and loopback is none', () => {
  const [a] = network('split').hosts;
  if (a === undefined) throw new Error('split has lost its hosts');
  expect(firstAddress(kernelOf(a))).toEqual({ interface: 'eth0', address: '192.168.1.10/26' });
  const only6 = { ...a, interfaces: [{ link: 'left', addresses: ['fd00::1/64'] }] };
  expect(firstAddress(kernelOf(only6))).toBeUndefined();
});

/** Octets below each other, 10 px to a bit and 40 px to a row. */
const column = Array.from({ length: 32 }, (_, bit) => {
  const [left, top] = [(bit % 8) * 10, (bit >> 3) * 40];
  return { left, right: left + 10, top, bottom: top + 20 };
});

test('a pointer finds the line in any row, and both ends of a row', () => {
  expect(lineAt(column, 1, 5)).toBe(0);
  expect(lineAt(column, 34, 45)).toBe(11);
  expect(lineAt(column, 79, 45)).toBe(16);
  expect(lineAt(column, 2, 95)).toBe(16);
  expect(lineAt(column, 500, 130)).toBe(32);
});
