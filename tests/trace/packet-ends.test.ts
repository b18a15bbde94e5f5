/** The short reading of a frame says what the dissector says, and neither ever throws. */
import { describe, expect, test } from 'vitest';
import { dissect } from '#trace/dissect';
import { type PacketEnds, packetEnds } from '../../src/trace/packet-ends.ts';
import { crafted } from './crafted.ts';
import { base64 } from './events.ts';
import { captured } from './pcap.ts';
import { seeded } from './random.ts';

const frames = [...captured('pair'), ...captured('routed'), ...crafted];
const endsOf = (frame: Uint8Array): PacketEnds => packetEnds(base64(frame));

test('what it says of a segment or a datagram is what the dissector says', () => {
  const seen = { tcp: 0, udp: 0, fragment: 0, error: 0, neighbour: 0, other: 0 };
  for (const frame of frames) {
    const ends = endsOf(frame);
    const { summary, layers } = dissect(frame);
    seen[ends.kind] += 1;
    if (ends.kind === 'tcp') {
      const { source, destination, seq, length } = ends;
      expect({ kind: 'tcp', source, destination, seq, length }).toEqual({
        kind: summary.kind,
        source: summary.source,
        destination: summary.destination,
        seq: summary.seq,
        length: summary.length,
      });
      expect(ends.ack).toBe(summary.ack ?? null);
      const flags = summary.flags ?? [];
      expect([ends.syn, ends.fin, ends.rst]).toEqual(['SYN', 'FIN', 'RST'].map(flag => flags.includes(flag)));
    } else if (ends.kind === 'udp') {
      expect(ends).toMatchObject({ source: summary.source, destination: summary.destination });
      expect(ends.length).toBe(summary.length);
      expect(ends.fragments !== null).toBe(summary.text.includes('fragment'));
    } else if (ends.kind === 'fragment') {
      expect(summary.text).toContain('fragment');
    } else if (ends.kind === 'error') {
      const ports = layers
        .filter(({ quoted }) => quoted)
        .flatMap(({ fields }) => fields.filter(({ key }) => key.endsWith('port')))
        .map(({ value }) => value);
      expect([ends.about.source, ends.about.destination].map(end => end.split(':').at(-1))).toEqual(ports);
    } else if (ends.kind === 'neighbour') {
      expect(`${summary.text}`).toContain(ends.asks ? ends.target : '');
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});

describe('never throws', () => {
  test('for frames cut anywhere, and for changed bytes', () => {
    const { below, pick } = seeded(7);
    for (const frame of frames) {
      for (let end = 0; end < Math.min(frame.length, 90); end += 1) endsOf(frame.subarray(0, end));
    }
    for (let round = 0; round < 3000; round += 1) {
      const frame = Uint8Array.from(pick(frames));
      for (let change = 0; change < 4; change += 1) frame[below(frame.length)] = below(256);
      endsOf(frame);
    }
  });
});
