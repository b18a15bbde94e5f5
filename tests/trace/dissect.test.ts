import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dissect } from '#trace/dissect';
import type { FieldKey, LayerKey } from '#trace/field-keys';
import { etherFrame, ipFrame, segment, tcpFrame, udpFrame } from './frames.ts';
import { framesOf } from './pcap.ts';

const captured = framesOf(readFileSync(new URL('./fixtures/pair.pcap', import.meta.url)));
const textOf = (frame: Uint8Array): string => dissect(frame).summary.text;
const layer = (frame: Uint8Array, key: LayerKey) => dissect(frame).layers.find(each => each.key === key);
const value = (frame: Uint8Array, key: FieldKey): string | undefined =>
  dissect(frame)
    .layers.flatMap(({ fields }) => fields)
    .find(each => each.key === key)?.value;

describe('the text of the Wire table', () => {
  const segments = [
    [0x02, '', 'SYN'],
    [0x12, '', 'SYN, ACK'],
    [0x10, '', 'ACK'],
    [0x18, 'hello', 'PSH, ACK 5 bytes'],
    [0x18, '한', 'PSH, ACK 3 bytes'],
    [0x10, '!', 'ACK 1 byte'],
    [0x11, '', 'FIN, ACK'],
    [0x19, 'bye', 'FIN, PSH, ACK 3 bytes'],
    [0x04, '', 'RST'],
    [0x14, '', 'RST, ACK'],
    [0x38, '!', 'PSH, URG, ACK 1 byte'],
    [0xc2, '', 'SYN, ECE, CWR'],
    [0x00, '', 'TCP without flags'],
  ] as const;
  test.each(segments)('TCP flags %i and %j: %s', (flags, data, text) => {
    expect(textOf(tcpFrame({ flags }, data))).toBe(text);
  });

  test('UDP, ARP and ICMP', () => {
    expect(textOf(udpFrame('hello'))).toBe('UDP 5 bytes');
    expect(textOf(udpFrame(''))).toBe('UDP 0 bytes');
    expect(textOf(captured[0] ?? new Uint8Array())).toBe('ARP who-has 10.0.0.2');
    expect(textOf(captured[1] ?? new Uint8Array())).toBe('ARP 10.0.0.2 is-at 02:00:0a:00:00:02');
    expect(captured.map(textOf)).toContain('ICMP port unreachable');
    expect(captured.map(textOf)).toContain('ICMP echo request');
  });

  test('a fragmented datagram: the first fragment has its length, the others their place', () => {
    const fragments = captured.map(textOf).filter(text => text.includes('fragment'));
    expect(fragments).toEqual([
      'UDP 3000 bytes, first fragment',
      'UDP fragment at 1480, 1480 bytes',
      'UDP fragment at 2960, 48 bytes',
    ]);
  });
});

test('the summary holds flags, length, numbers and both ends', () => {
  expect(dissect(tcpFrame({ flags: 0x18, seq: 4_273_982_384, ack: 9 }, 'hello')).summary).toEqual({
    kind: 'tcp',
    text: 'PSH, ACK 5 bytes',
    flags: ['PSH', 'ACK'],
    length: 5,
    seq: 4_273_982_384,
    ack: 9,
    window: 64_240,
    source: '10.0.0.1:40000',
    destination: '10.0.0.2:3333',
  });
  expect(dissect(tcpFrame({ flags: 0x02 })).summary).not.toHaveProperty('ack');
});

test('an IPv6 end is written with brackets, its address in short', () => {
  const ends = captured.map(frame => dissect(frame).summary).filter(({ source }) => source?.startsWith('['));
  expect(ends[0]).toMatchObject({ text: 'UDP 6 bytes', destination: '[fd00::2]:9999' });
});

test('IP options are skipped and padding behind the packet is no payload', () => {
  const options = ipFrame({ protocol: 6, options: [1, 1, 1, 0] }, segment({ flags: 0x10 }));
  expect(textOf(options)).toBe('ACK');
  expect(value(options, 'ip.hdr_len')).toBe('24 bytes');
  const padded = Uint8Array.from([...tcpFrame({ flags: 0x10 }), 0, 0, 0, 0, 0, 0]);
  expect(textOf(padded)).toBe('ACK');
  expect(layer(padded, 'padding')).toMatchObject({ offset: 54, length: 6 });
});

test('TCP options are listed one by one', () => {
  const syn = captured.find(frame => textOf(frame) === 'SYN') ?? new Uint8Array();
  const options = layer(syn, 'tcp')?.fields.filter(({ key }) => key.startsWith('tcp.options.')) ?? [];
  expect(options.map(({ key, value }) => `${key} ${value.replace(/\d+, TSecr 0/, 'N, TSecr 0')}`)).toEqual([
    'tcp.options.mss 1460',
    'tcp.options.sack_perm kind 4',
    'tcp.options.timestamp TSval N, TSecr 0',
    'tcp.options.nop kind 1',
    'tcp.options.wscale 10 (× 1024)',
  ]);
  expect(options.map(({ offset, length }) => [offset, length])).toEqual([
    [54, 4],
    [58, 2],
    [60, 10],
    [70, 1],
    [71, 3],
  ]);
});

test('a SACK option shows its blocks, one with a wrong length ends the list', () => {
  const sack = [5, 10, 0, 0, 0, 1, 0, 0, 0, 9, 1, 1];
  expect(value(tcpFrame({ flags: 0x10, options: sack }), 'tcp.options.sack')).toBe('1-9');
  expect(value(tcpFrame({ flags: 0x10, options: [8, 0, 1, 1] }), 'tcp.options.other')).toBe(
    'kind 8, cut short',
  );
});

test('a payload is shown as text, with dots for what cannot be shown', () => {
  expect(value(udpFrame('안녕\n'), 'payload.data')).toBe('안녕·');
});

describe('a frame that is odd', () => {
  test('says how much of a header is there', () => {
    expect(dissect(tcpFrame({ flags: 0x02 }).subarray(0, 10)).summary.text).toBe('frame cut short: 10 bytes');
    const inTcp = tcpFrame({ flags: 0x02 }).subarray(0, 46);
    expect(textOf(inTcp)).toBe('TCP, cut short');
    expect(layer(inTcp, 'tcp')?.note).toBe('cut short: 12 of 20 bytes');
    expect(layer(inTcp, 'ip')?.note).toBe('packet cut short: 32 of 40 bytes');
    expect(textOf(tcpFrame({ flags: 0x02 }).subarray(0, 30))).toBe('IPv4, cut short or malformed');
    expect(textOf(new Uint8Array())).toBe('frame cut short: 0 bytes');
  });

  test('has the payload that its header announces, also when it is not all there', () => {
    expect(textOf(tcpFrame({ flags: 0x18 }, 'hello').subarray(0, 56))).toBe('PSH, ACK 5 bytes');
  });

  test('is not believed when its lengths cannot be', () => {
    expect(layer(tcpFrame({ flags: 0x10, offset: 2 }), 'tcp')?.note).toBe(
      'data offset of 8 bytes is too small',
    );
    expect(textOf(ipFrame({ protocol: 6, total: 10 }, segment({ flags: 0x10 })))).toBe('TCP, cut short');
  });

  test('of an unknown protocol says its number', () => {
    expect(textOf(ipFrame({ protocol: 89 }, [1, 2, 3]))).toBe('IPv4 protocol 89 3 bytes');
    expect(textOf(etherFrame(0x88cc, [1]))).toBe('EtherType 0x88cc 1 byte');
  });
});
