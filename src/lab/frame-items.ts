/**
 * An opened frame as one list: each header, then its fields. An item knows its bytes, and a byte its
 * items, so that pointing at either shows the other.
 */
import type { Layer } from '#trace/layer';
import type { HeaderWords } from './header-words.ts';
import type { Words } from './words.ts';

/** What a header's bytes are coloured by. */
export type Tone = 'link' | 'network' | 'transport' | 'data' | 'padding';

export type FrameItem = {
  index: number;
  key: string;
  isLayer: boolean;
  tone: Tone;
  isQuoted: boolean;
  name: string;
  value: string;
  /** one sentence; empty where none is known */
  text: string;
  offset: number;
  length: number;
  bits: readonly [first: number, count: number] | undefined;
};

const TONES: Readonly<Record<string, Tone>> = {
  eth: 'link',
  arp: 'network',
  ip: 'network',
  ipv6: 'network',
  http: 'data',
  payload: 'data',
  padding: 'padding',
};

/** Extension headers are of IPv6; all else stands on top of it. */
export const toneOf = (key: string): Tone =>
  TONES[key] ?? (key.startsWith('ipv6.') ? 'network' : 'transport');

export function itemsOf(layers: readonly Layer[], headers: HeaderWords, words: Words): FrameItem[] {
  const items: Omit<FrameItem, 'index'>[] = layers.flatMap(layer => {
    const shared = { tone: toneOf(layer.key), isQuoted: layer.quoted ?? false };
    const name = headers[layer.key]?.name ?? layer.name;
    const size = words.say(layer.length === 1 ? 'lab.wire.byte' : 'lab.wire.bytes', { n: layer.length });
    const header = {
      ...shared,
      key: layer.key,
      isLayer: true,
      name: layer.quoted ? words.say('lab.wire.quoted', { name }) : name,
      value: layer.note === null ? size : `${size}, ${layer.note}`,
      text: headers[layer.key]?.text ?? '',
      offset: layer.offset,
      length: layer.length,
      bits: undefined,
    };
    const fields = layer.fields.map(({ key, value, offset, length, bits }) => ({
      ...shared,
      key,
      isLayer: false,
      name: headers[key]?.name ?? lastPart(key),
      value,
      text: headers[key]?.text ?? '',
      offset,
      length,
      bits,
    }));
    return [header, ...fields];
  });
  return items.map((item, index) => ({ ...item, index }));
}

const lastPart = (key: string): string => key.split('.').at(-1) ?? key;

const covers = ({ offset, length }: FrameItem, at: number) => at >= offset && at < offset + length;

/** The innermost items that lie in this byte: its fields, or its header where no field is known. */
export function itemsAt(items: readonly FrameItem[], at: number): FrameItem[] {
  const all = items.filter(item => covers(item, at));
  const fields = all.filter(item => !item.isLayer);
  return fields.length > 0 ? fields : all.slice(-1);
}

/** The header that a byte belongs to. */
export const layerAt = (items: readonly FrameItem[], at: number): FrameItem | undefined =>
  items.findLast(item => item.isLayer && covers(item, at));

const MOST_BYTES = 8;

/** "47: 12", "30–33: 0a 00 00 02"; of a long one the beginning. */
export function bytesText(item: FrameItem, bytes: Uint8Array): string {
  const { offset, length } = item;
  const place = length > 1 ? `${offset}–${offset + length - 1}` : String(offset);
  const shown = bytes.subarray(offset, offset + Math.min(length, MOST_BYTES));
  return `${place}: ${Array.from(shown, hexText).join(' ')}${length > MOST_BYTES ? ' …' : ''}`;
}

/**
 * The bits of a field that does not fill its bytes, or of which each means something: "0100 ....".
 * Dots are bits of its neighbours. Null for all other fields.
 */
export function bitsText({ key, offset, length, bits }: FrameItem, bytes: Uint8Array): string | null {
  if (bits === undefined && !/\.flags?$/.test(key)) return null;
  const [first, count] = bits ?? [0, length * 8];
  const all = Array.from(bytes.subarray(offset, offset + length), byte => byte.toString(2).padStart(8, '0'));
  const own = [...all.join('')].map((bit, at) => (at >= first && at < first + count ? bit : '.'));
  return own.join('').replace(/(.{4})(?=.)/g, '$1 ');
}

export const hexText = (byte: number): string => byte.toString(16).padStart(2, '0');
