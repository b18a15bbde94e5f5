/** Whatever a program puts on the wire is shown: the dissector never throws, and invents no place. */
import { describe, expect, test } from 'vitest';
import type { TcpContext } from '#trace/conversations';
import { dissect } from '#trace/dissect';
import type { Field } from '#trace/layer';
import { crafted } from './crafted.ts';
import { etherFrame, ip6Frame, ipFrame } from './frames.ts';
import { captured } from './pcap.ts';
import { seeded } from './random.ts';

const real = [...captured('pair'), ...captured('routed')];
const frames = [...real, ...crafted];
const someContext: TcpContext = { seq: 1, ack: 1, isn: 7, peerIsn: 4_294_967_295, scale: 14 };

/** Every layer and field lies within the frame, and layers cover it in order without gaps. */
function expectSound(frame: Uint8Array): void {
  const { layers, summary } = dissect(frame, someContext);
  let end = 0;
  let sound = summary.text !== '' && summary.length >= 0;
  for (const { offset, length, fields } of layers) {
    sound &&= offset === end && length >= 0;
    end = offset + length;
    sound &&= fields.every(field => isInside(field, offset, end));
  }
  // One assertion for a frame: there are many thousands of them.
  if (!sound || end > frame.length)
    expect.fail(`${Buffer.from(frame).toString('hex')}: ${JSON.stringify(layers)}`);
}

function isInside(
  { offset, length, bits: [first, count] = [0, 1] }: Field,
  from: number,
  to: number,
): boolean {
  const bitsFit = first >= 0 && count > 0 && first + count <= length * 8;
  return offset >= from && length > 0 && offset + length <= to && bitsFit;
}

describe('never throws, and places every field inside its header', () => {
  test('for every frame, cut anywhere', () => {
    for (const frame of frames) {
      expectSound(frame);
      // Behind the headers a cut only shortens the payload.
      for (let end = 0; end < Math.min(frame.length, 160); end += 1) expectSound(frame.subarray(0, end));
    }
  });

  test('for frames with changed bytes and bits', () => {
    const { below, pick } = seeded(42);
    for (let round = 0; round < 10_000; round += 1) {
      const frame = Uint8Array.from(pick(frames).subarray(0, 200));
      for (let change = 0; change < 1 + below(4); change += 1) {
        const at = below(frame.length);
        frame[at] = below(2) === 0 ? below(256) : (frame[at] ?? 0) ^ (1 << below(8));
      }
      expectSound(frame);
    }
  });

  test('for random bytes behind every EtherType that we read', () => {
    const { below, pick } = seeded(7);
    for (let round = 0; round < 5000; round += 1) {
      const payload = Array.from({ length: below(90) }, () => below(256));
      if (payload.length > 0 && below(2) === 0) payload[0] = pick([0x45, 0x46, 0x4f, 0x60]);
      expectSound(etherFrame(pick([0x0800, 0x0806, 0x86dd, below(65_536)]), payload));
    }
  });

  test('for random bytes behind every protocol and extension header', () => {
    const { below, pick } = seeded(11);
    for (let round = 0; round < 10_000; round += 1) {
      const payload = Array.from({ length: below(120) }, () => below(256));
      // A type that is read further, or the next of a chain of headers.
      payload[0] = pick([
        0,
        3,
        5,
        11,
        12,
        43,
        44,
        58,
        60,
        128,
        ...[130, 131, 134, 135, 136, 137, 143],
        below(256),
      ]);
      payload[1] = below(4);
      const protocol = pick([0, 1, 6, 17, 43, 44, 58, 60, below(256)]);
      expectSound(below(2) === 0 ? ip6Frame(protocol, payload) : ipFrame({ protocol }, payload));
    }
  });
});
