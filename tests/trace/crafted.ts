/** Frames by hand, for what the hosts of the captures do not send. */
import { bytes, etherFrame, ip6Frame, ipFrame, segment, tcpFrame, udpFrame } from './frames.ts';

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const address = (last: number): number[] => [0xfd, ...zeros(14), last];
const icmp = (...body: number[]): Uint8Array => ipFrame({ protocol: 1 }, body);
const icmpv6 = (...body: number[]): Uint8Array => ip6Frame(58, body);
/** The packet of a frame, for an error to quote. */
const packetIn = (frame: Uint8Array, length?: number): number[] => [
  ...frame.subarray(14, length === undefined ? undefined : 14 + length),
];
const udp6 = [...bytes([40_000, 2], [9999, 2], [8, 2], [0xffff, 2])];

const ipv4Options = [
  [137, 7, 4, 10, 0, 0, 9, 0],
  [7, 7, 8, 10, 0, 0, 9, 0],
  [130, 3, 0, 0],
].map(options => ipFrame({ protocol: 6, options }, segment({ flags: 0x10 })));

const ipv6Headers = [
  // Hop-by-hop with six bytes of Pad1, then destination options that nobody knows, then UDP.
  ip6Frame(0, [60, 0, ...zeros(6), 17, 0, 0x3e, 4, 1, 2, 3, 4, ...udp6]),
  // A payload length beyond 16 bits does not fit into a frame.
  ip6Frame(0, [17, 0, 0xc2, 4, 0, 1, 0, 0, ...udp6]),
  // The last fragment of two.
  ip6Frame(44, [17, 0, ...bytes([1448, 2], [7, 4]), 1, 2, 3]),
];

const icmpMessages = [
  icmp(12, 0, 0, 0, 20, 0, 0, 0, ...packetIn(udpFrame('?'))),
  icmp(11, 1, 0, 0, 0, 0, 0, 0, ...packetIn(udpFrame('cut short'), 28)),
  icmp(0, 0, 0, 0, 0, 7, 0, 1),
];

const icmpv6Messages = [
  icmpv6(131, 0, 0, 0, 0, 0, 0, 0, ...address(9)),
  icmpv6(132, 0, 0, 0, 0, 0, 0, 0, ...address(9)),
  icmpv6(130, 0, 0, 0, 39, 16, 0, 0, ...address(9)),
  icmpv6(130, 0, 0, 0, 39, 16, 0, 0, ...address(9), 10, 125, 0, 1, ...address(8)),
  icmpv6(137, 0, 0, 0, 0, 0, 0, 0, ...address(3), ...address(4), 2, 1, 2, 0, 0, 0, 0, 3, 4, 2, ...zeros(14)),
  icmpv6(143, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, ...address(9), ...address(8)),
];

/** A connection of its own, so that relative numbers have something to count from. */
const connection = [
  tcpFrame({ flags: 0x02, seq: 1000, options: [2, 4, 5, 180, 3, 3, 7, 0] }),
  tcpFrame({ flags: 0x18, seq: 1001 }, 'HEAD /a HTTP/1.1\r\nHost: b\r\n\r\n'),
  tcpFrame({ flags: 0x18, seq: 1040, options: [254, 4, 1, 2, 1, 1, 0, 0] }, 'HTTP/1.1 404 Not Found\r\n\r\n'),
];

const others = [
  etherFrame(0x88cc, [2, 7, 4]),
  Uint8Array.from([...udpFrame('padded'), ...zeros(10)]),
  etherFrame(0x0806, [
    ...bytes([1, 2], [0x0800, 2]),
    6,
    4,
    0,
    2,
    2,
    0,
    0,
    0,
    0,
    1,
    10,
    0,
    0,
    1,
    ...zeros(10),
  ]),
];

export const crafted: readonly Uint8Array[] = [
  ...ipv4Options,
  ...ipv6Headers,
  ...icmpMessages,
  ...icmpv6Messages,
  ...connection,
  ...others,
];
