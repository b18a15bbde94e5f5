/** Frames built by hand, for what a capture does not hold. */
const SOURCE = [10, 0, 0, 1];
const DESTINATION = [10, 0, 0, 2];

/** The big-endian bytes of numbers with their widths in bytes. */
export function bytes(...parts: readonly (readonly [value: number, width: number])[]): number[] {
  return parts.flatMap(([value, width]) =>
    Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256),
  );
}

export function etherFrame(type: number, payload: readonly number[]): Uint8Array {
  return Uint8Array.from([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, ...bytes([type, 2]), ...payload]);
}

type Ip = { protocol: number; options?: readonly number[]; fragment?: number; total?: number };

export function ipFrame(
  { protocol, options = [], fragment = 0, total }: Ip,
  payload: readonly number[],
): Uint8Array {
  const length = 20 + options.length;
  const size = total ?? length + payload.length;
  return etherFrame(0x0800, [
    ...bytes(
      [0x40 + length / 4, 1],
      [0, 1],
      [size, 2],
      [7, 2],
      [fragment, 2],
      [64, 1],
      [protocol, 1],
      [0, 2],
    ),
    ...SOURCE,
    ...DESTINATION,
    ...options,
    ...payload,
  ]);
}

/** From fd00::1 to fd00::2. */
export function ip6Frame(next: number, payload: readonly number[]): Uint8Array {
  const address = (last: number) => [0xfd, ...Array.from({ length: 14 }, () => 0), last];
  return etherFrame(0x86dd, [
    ...bytes([0x6000_0000, 4], [payload.length, 2], [next, 1], [64, 1]),
    ...address(1),
    ...address(2),
    ...payload,
  ]);
}

type Segment = { flags: number; seq?: number; ack?: number; options?: readonly number[]; offset?: number };

export function segment({ flags, seq = 1, ack = 0, options = [], offset }: Segment, data = ''): number[] {
  const words = offset ?? 5 + options.length / 4;
  return [
    ...bytes(
      [40_000, 2],
      [3333, 2],
      [seq, 4],
      [ack, 4],
      [words * 16, 1],
      [flags, 1],
      [64_240, 2],
      [0, 2],
      [0, 2],
    ),
    ...options,
    ...Buffer.from(data),
  ];
}

export const tcpFrame = (given: Segment, data = ''): Uint8Array =>
  ipFrame({ protocol: 6 }, segment(given, data));

export const udpFrame = (data: string): Uint8Array =>
  ipFrame({ protocol: 17 }, [
    ...bytes([40_000, 2], [9999, 2], [8 + Buffer.byteLength(data), 2], [0, 2]),
    ...Buffer.from(data),
  ]);
