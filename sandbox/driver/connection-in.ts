/**
 * Which connection a frame belongs to, as far as knowing it again needs: its two ends in one order.
 * Beside the page's dissector, which the driver may not import, this reads the ends and nothing else.
 */
import { parseAddress } from '#protocol/address';

// <linux/if_ether.h>, <linux/in.h>
const ETHERNET = 14;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const TCP = 6;
const IPV6_HEADER = 40;
/** ::ffff:0:0/96, under which a socket of IPv6 speaks IPv4 (RFC 4291, section 2.5.5.2). */
const MAPPED = 0xffffn << 32n;

/** The ends of a TCP segment's connection; null for all else, for a later fragment, for what is cut short. */
export function connectionIn(frame: Buffer): string | null {
  const packet = frame.subarray(ETHERNET);
  const kind = frame.length > ETHERNET ? frame.readUInt16BE(12) : 0;
  if (kind === IPV4 && packet.length >= 20) {
    const segment = packet.subarray(4 * ((packet[0] ?? 0) & 0x0f));
    const isFirst = (packet.readUInt16BE(6) & 0x1fff) === 0;
    return packet[9] === TCP && isFirst
      ? endsIn(packet.subarray(12, 16), packet.subarray(16, 20), segment)
      : null;
  }
  if (kind === IPV6 && packet.length >= IPV6_HEADER && packet[6] === TCP)
    return endsIn(packet.subarray(8, 24), packet.subarray(24, 40), packet.subarray(IPV6_HEADER));
  return null;
}

/** The same of a row of a socket table: "10.0.0.1:3333", "[fd00::1]:3333". */
export function connectionOf(local: string | null, peer: string | null): string {
  const ends = [local, peer].map(text => {
    const at = text?.lastIndexOf(':') ?? 0;
    const address = text?.slice(0, at).replace(/^\[|\]$/g, '') ?? '';
    return text === null ? '' : end(parseAddress(address).value, text.slice(at + 1));
  });
  return ends.toSorted().join(' ');
}

function endsIn(from: Buffer, to: Buffer, segment: Buffer): string | null {
  if (segment.length < 4) return null;
  const ends = [from, to].map((address, at) =>
    end(BigInt(`0x${address.toString('hex')}`), segment.readUInt16BE(2 * at)),
  );
  return ends.toSorted().join(' ');
}

const end = (address: bigint, port: number | string): string =>
  `${address >> 32n === MAPPED >> 32n ? address & 0xffff_ffffn : address}:${port}`;
