/**
 * Which frames carry pieces of one datagram: a later fragment names neither port nor length, so it is
 * told with which frame its datagram began. Pieces are joined only on one link, from one sender.
 */
import { bytesOf, u8, u16 } from './bytes.ts';
import { ETH_P_IP, ETH_P_IPV6, ETHERNET_BYTES } from './ethernet.ts';
import type { FrameState } from './fold.ts';
import { IPPROTO_FRAGMENT } from './packet.ts';

/** Ethernet's, IPv6's and the fragment header; in base64 three bytes are four characters. */
const HEADERS = (ETHERNET_BYTES + 40 + 8 + 1) * (4 / 3);

/**
 * Follows the frames of a trace, each to be fed once, in order of sending. Tells the id of the frame with
 * which the datagram of a later fragment began; null for all else.
 */
export function fragments(): (frame: FrameState) => number | null {
  const begun = new Map<string, number>();
  return frame => {
    const piece = pieceOf(bytesOf(frame.bytes.slice(0, HEADERS)));
    if (piece === null) return null;
    const key = `${frame.link} ${frame.from} ${piece.of}`;
    if (piece.offset > 0) return begun.get(key) ?? null;
    begun.set(key, frame.id);
    return null;
  };
}

/** Where a fragment lies in its datagram, and what all pieces of that share; null: it is whole. */
function pieceOf(bytes: Uint8Array): { offset: number; of: string } | null {
  const at = ETHERNET_BYTES;
  const shared = (...stretches: readonly (readonly [number, number])[]) =>
    stretches.map(([from, to]) => bytes.subarray(at + from, at + to).join()).join(' ');
  if (u16(bytes, 12) === ETH_P_IP) {
    // More to come, or not the first (RFC 791, section 3.1); identification, protocol, addresses.
    const place = u16(bytes, at + 6) & 0x3fff;
    return place === 0 ? null : { offset: place & 0x1fff, of: shared([4, 6], [9, 10], [12, 20]) };
  }
  if (u16(bytes, 12) !== ETH_P_IPV6 || u8(bytes, at + 6) !== IPPROTO_FRAGMENT) return null;
  // Behind the fixed header (RFC 8200, section 4.5): addresses, next header, identification.
  return { offset: u16(bytes, at + 42) >> 3, of: shared([8, 40], [40, 41], [44, 48]) };
}
