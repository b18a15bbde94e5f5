/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian. Lengths stand in them twice and
 * everything is padded to four bytes, so that a reader can walk a file forwards and backwards.
 */
import { joined } from './bytes.ts';

/** Both realms have it at run time; this realm's types know neither Node nor the DOM. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

// Block types (section 11.1) and the option codes of sections 3.5 and 4.1 to 4.3.
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const OPT_ENDOFOPT = 0;
const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;
const EPB_PACKETID = 5;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const LINKTYPE_ETHERNET = 1;
/** 10^-9 s */
const NANOSECONDS = 9;

/** Bits 0 and 1 of epb_flags; a frame on loopback is both. */
const DIRECTIONS = { unknown: 0, inbound: 1, outbound: 2 } as const;
export type Direction = keyof typeof DIRECTIONS;

export type Packet = {
  /** counts interfaces in the order of their blocks, from 0 */
  interface: number;
  /** ns since 1970, UTC */
  time: bigint;
  bytes: Uint8Array;
  direction: Direction;
  /** the same wherever the same packet was captured */
  id: number;
  comments: readonly string[];
};

type Option = readonly [code: number, value: Uint8Array];

export function sectionHeader(application: string, comments: readonly string[]): Uint8Array {
  const options = [...comments.map(comment), [SHB_USERAPPL, text(application)] as const];
  // Version 1.0; the section's length is not given: it goes on to the end of the file.
  const fixed = [u32(BYTE_ORDER_MAGIC), u16(1), u16(0), u64(-1n)];
  return block(SECTION_HEADER, [...fixed, ...optionList(options)]);
}

/** An Ethernet interface whose packets are whole and whose times are nanoseconds. */
export function interfaceDescription(name: string, comments: readonly string[]): Uint8Array {
  const options: Option[] = [
    ...comments.map(comment),
    [IF_NAME, text(name)],
    [IF_TSRESOL, Uint8Array.of(NANOSECONDS)],
  ];
  const reserved = u16(0);
  const noSnapLength = u32(0);
  const fixed = [u16(LINKTYPE_ETHERNET), reserved, noSnapLength];
  return block(INTERFACE_DESCRIPTION, [...fixed, ...optionList(options)]);
}

export function enhancedPacket({ time, bytes, direction, id, comments, ...of }: Packet): Uint8Array {
  const options: Option[] = [
    ...comments.map(comment),
    [EPB_FLAGS, u32(DIRECTIONS[direction])],
    [EPB_PACKETID, u64(BigInt(id))],
  ];
  const stamp = [u32(Number(time >> 32n)), u32(Number(time & 0xffff_ffffn))];
  const lengths = [u32(bytes.length), u32(bytes.length)];
  const fixed = [u32(of.interface), ...stamp, ...lengths, padded(bytes)];
  return block(ENHANCED_PACKET, [...fixed, ...optionList(options)]);
}

function block(type: number, body: readonly Uint8Array[]): Uint8Array {
  const length = u32(body.reduce((sum, part) => sum + part.length, 12));
  return joined([u32(type), length, ...body, length]);
}

const optionList = (options: readonly Option[]): Uint8Array[] => [
  ...options.flatMap(([code, value]) => [u16(code), u16(value.length), padded(value)]),
  u16(OPT_ENDOFOPT),
  u16(0),
];

const comment = (words: string): Option => [OPT_COMMENT, text(words)];

/** UTF-8 without a zero byte at its end. */
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

const u16 = (value: number): Uint8Array => number(2, view => view.setUint16(0, value, true));
const u32 = (value: number): Uint8Array => number(4, view => view.setUint32(0, value, true));
const u64 = (value: bigint): Uint8Array =>
  number(8, view => view.setBigUint64(0, BigInt.asUintN(64, value), true));

function number(width: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(width));
  write(view);
  return new Uint8Array(view.buffer);
}
