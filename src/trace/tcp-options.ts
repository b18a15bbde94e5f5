/** The options of a TCP header (RFC 9293, section 3.2; RFC 7323; RFC 2018). */
import { u8, u16, u32 } from './bytes.ts';
import type { FieldKey } from './field-keys.ts';
import { bytesText, type Field, type Span } from './layer.ts';
import { lengthOfAll, type Option, optionFields } from './options.ts';
import { fromIsn } from './sequence.ts';

const WINDOW_SCALE = 3;
const SACK = 5;

/** A larger shift count is taken as this (RFC 7323, section 2.3). */
const MOST_SHIFT = 14;

/** One field per option; SACK edges also count from the other side's initial sequence number, if known. */
export const tcpOptions = (span: Span, peerIsn: number | null): Field[] =>
  optionFields(span, {
    lengthAt: lengthOfAll,
    last: 0,
    show: option => show(option, peerIsn),
    other: 'tcp.options.other',
  });

function show(option: Option, peerIsn: number | null): readonly [FieldKey, string] {
  const { bytes, kind, at, length } = option;
  if (kind === 0) return ['tcp.options.eol', 'kind 0'];
  if (kind === 1) return ['tcp.options.nop', 'kind 1'];
  if (kind === 2 && length === 4) return ['tcp.options.mss', String(u16(bytes, at + 2))];
  if (kind === WINDOW_SCALE && length === 3) return ['tcp.options.wscale', scaleText(u8(bytes, at + 2))];
  if (kind === 4 && length === 2) return ['tcp.options.sack_perm', 'kind 4'];
  if (kind === SACK && length % 8 === 2) return ['tcp.options.sack', sackText(option, peerIsn)];
  if (kind === 8 && length === 10) {
    return ['tcp.options.timestamp', `TSval ${u32(bytes, at + 2)}, TSecr ${u32(bytes, at + 6)}`];
  }
  return ['tcp.options.other', `kind ${kind}, ${bytesText(length)}`];
}

const scaleText = (shift: number): string => `${shift} (× ${2 ** Math.min(shift, MOST_SHIFT)})`;

function sackText({ bytes, at, length }: Option, peerIsn: number | null): string {
  return Array.from({ length: (length - 2) / 8 }, (_, index) => {
    const [left, right] = [u32(bytes, at + 2 + index * 8), u32(bytes, at + 6 + index * 8)];
    const relative = peerIsn === null ? '' : ` = ISN + ${fromIsn(left, peerIsn)}-${fromIsn(right, peerIsn)}`;
    return `${left}-${right}${relative}`;
  }).join(', ');
}

/** The shift count that a segment's window scale option gives; undefined when it has none. */
export function windowShift(span: Span): number | undefined {
  const option = tcpOptions(span, null).find(({ key }) => key === 'tcp.options.wscale');
  return option === undefined ? undefined : Math.min(u8(span.bytes, option.offset + 2), MOST_SHIFT);
}
