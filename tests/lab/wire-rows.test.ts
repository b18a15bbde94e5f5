import { expect, test } from 'vitest';
import { labAt } from '#trace/fold';
import { hostMarks } from '../../src/lab/hosts.ts';
import { ladderOf } from '../../src/lab/ladder.ts';
import { wireRows } from '../../src/lab/wire-rows.ts';
import { golden } from './golden.ts';

const rows = wireRows(labAt(golden, golden.length).frames);
const tcp = rows.filter(({ summary }) => summary.kind === 'tcp');
const hosts = hostMarks({
  hosts: [
    {
      name: 'client',
      interfaces: [{ link: 'lan', addresses: ['10.0.0.1/24'] }],
      routes: [],
      forwards: false,
      names: [],
    },
    {
      name: 'server',
      interfaces: [{ link: 'lan', addresses: ['10.0.0.2/24'] }],
      routes: [],
      forwards: false,
      names: [],
    },
  ],
});

test('the handshake counts from zero, whatever the kernel drew as first number', () => {
  expect(tcp.slice(0, 3).map(({ summary, seq, ack }) => [summary.text, seq, ack])).toEqual([
    ['SYN', 0, null],
    ['SYN, ACK', 0, 1],
    ['ACK', 1, 1],
  ]);
});

test('five bytes move the numbers by five, and a FIN by one', () => {
  const data = tcp.find(({ summary }) => summary.length === 5);
  const acknowledged = tcp[tcp.indexOf(data ?? expect.fail()) + 1];
  expect([data?.seq, acknowledged?.ack]).toEqual([1, 6]);
  expect(tcp.at(-1)?.ack).toBe(7);
});

test('each arrow goes from the lane of its sender to the other, an ARP broadcast too', () => {
  const ladder = ladderOf(
    hosts,
    rows.map(({ frame, summary }) => ({ frame, ends: summary })),
  );
  expect(ladder.lanes.map(({ label }) => label)).toEqual(['client', 'server']);
  for (const { frame, summary } of rows) {
    const way = frame.from === 'client' ? { from: 0, to: 1 } : { from: 1, to: 0 };
    expect(ladder.arrowOf(frame, summary), summary.text).toEqual(way);
  }
});

test('on one machine the lanes are its ports, because sender and receiver are the same host', () => {
  const local = rows.slice(2).map(row => ({ ...row, frame: { ...row.frame, link: 'lo', from: 'pc' } }));
  const ladder = ladderOf(
    hosts,
    local.map(({ frame, summary }) => ({ frame, ends: summary })),
  );
  expect(ladder.lanes.map(({ label }) => label)).toEqual([expect.stringMatching(/^:\d+$/), ':3333']);
  const [syn, answer] = local.map(({ frame, summary }) => ladder.arrowOf(frame, summary));
  expect([syn, answer]).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 0 },
  ]);
});
