import { expect, test } from 'vitest';
import { detailsOf } from '#trace/conversations';
import { labAt } from '#trace/fold';
import en from '../../content/ui/en.json' with { type: 'json' };
import { bitsText, bytesText, itemsAt, itemsOf, layerAt } from '../../src/lab/frame-items.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { golden } from './golden.ts';

const { frames } = labAt(golden, golden.length);
const words = wordsFrom('en', en);
const headers = {
  tcp: { name: 'TCP', text: 'A stream.' },
  'tcp.flags': { name: 'flags', text: 'What it does.' },
};
/** The SYN, ACK: Ethernet 14, IPv4 20, TCP 40 bytes. */
const { layers, bytes } = detailsOf(frames[3] ?? expect.fail(), frames);
const items = itemsOf(layers, headers, words);
const named = (key: string) => items.find(item => item.key === key) ?? expect.fail(key);

test('each header stands before its fields, with the words that are known', () => {
  expect(items.filter(item => item.isLayer).map(({ key, value }) => [key, value])).toEqual([
    ['eth', '14 bytes'],
    ['ip', '20 bytes'],
    ['tcp', '40 bytes'],
  ]);
  expect(named('tcp.flags')).toMatchObject({ name: 'flags', value: 'SYN, ACK', text: 'What it does.' });
  expect(named('ip.ttl')).toMatchObject({ name: 'ttl', text: '' });
  expect(items.map(({ index }) => index)).toEqual(items.map((_, index) => index));
});

test('a byte knows its field, every one of those that share it, and its header', () => {
  expect(itemsAt(items, 47).map(({ key }) => key)).toEqual(['tcp.flags']);
  expect(itemsAt(items, 14).map(({ key }) => key)).toEqual(['ip.version', 'ip.hdr_len']);
  expect([0, 13, 14, 34, 73].map(at => layerAt(items, at)?.key)).toEqual(['eth', 'eth', 'ip', 'tcp', 'tcp']);
  expect(itemsAt(items, bytes.length)).toEqual([]);
});

test('every byte of the frame belongs to something', () => {
  for (const at of bytes.keys()) expect(itemsAt(items, at), String(at)).not.toEqual([]);
});

test('bits are shown where they mean something, without those of the neighbours', () => {
  expect(bitsText(named('ip.version'), bytes)).toBe('0100 ....');
  expect(bitsText(named('ip.hdr_len'), bytes)).toBe('.... 0101');
  expect(bitsText(named('tcp.flags'), bytes)).toBe('0001 0010');
  expect(bitsText(named('ip.flags'), bytes)).toMatch(/^010\./);
  expect(bitsText(named('tcp.window'), bytes)).toBeNull();
});

test('the bytes of a field are told with their place, and a long one is cut', () => {
  expect(bytesText(named('tcp.flags'), bytes)).toBe('47: 12');
  expect(bytesText(named('ip.dst'), bytes)).toBe('30–33: 0a 00 00 01');
  expect(bytesText(named('tcp'), bytes)).toMatch(/^34–73: 0d 05 .* …$/);
});
