/** The bytes that a TCP segment or a UDP datagram carries, out of the whole frame. */
import { bytesOf } from './bytes.ts';
import { dissect } from './dissect.ts';

/** @param base64 an Ethernet frame; of a later fragment, what stands behind its IP header */
export function payloadOf(base64: string): Uint8Array {
  const bytes = bytesOf(base64);
  const { layers, summary } = dissect(bytes);
  const own = layers.filter(({ quoted }) => quoted === undefined);
  const before =
    own.findLast(({ key }) => key === 'tcp' || key === 'udp') ??
    own.findLast(({ key }) => key.startsWith('ip'));
  if (before === undefined) return new Uint8Array();
  const from = before.offset + before.length;
  // Ethernet pads short frames to 60 bytes.
  return bytes.subarray(from, from + summary.length);
}
