/**
 * Walking a list of options. IPv4, IPv6, TCP and neighbour discovery each have one: a kind, mostly a
 * length, then the value; only how the length is counted differs.
 */
import { u8 } from './bytes.ts';
import type { FieldKey } from './field-keys.ts';
import type { Field, Span } from './layer.ts';

/** An option that is wholly there, `at` its kind. */
export type Option = { bytes: Uint8Array; kind: number; at: number; length: number };

export type OptionFormat = {
  /** bytes of the option that stands `at`, with kind and length; 0 when that cannot be */
  lengthAt: (bytes: Uint8Array, at: number) => number;
  /** the kind behind which there is padding only */
  last?: number;
  show: (option: Option) => readonly [key: FieldKey, value: string];
  other: FieldKey;
};

/** One field per option. An option whose length cannot be right ends the list. */
export function optionFields({ bytes, from, to }: Span, format: OptionFormat): Field[] {
  const fields: Field[] = [];
  let at = from;
  while (at < to) {
    const kind = u8(bytes, at);
    const length = format.lengthAt(bytes, at);
    if (length === 0 || at + length > to) {
      fields.push({ key: format.other, value: `kind ${kind}, cut short`, offset: at, length: to - at });
      break;
    }
    const [key, value] = format.show({ bytes, kind, at, length });
    fields.push({ key, value, offset: at, length });
    if (kind === format.last) break;
    at += length;
  }
  return fields;
}

/** IPv4's and TCP's way: kinds 0 and 1 are one byte, the length of others counts kind and length. */
export function lengthOfAll(bytes: Uint8Array, at: number): number {
  if (u8(bytes, at) < 2) return 1;
  const length = u8(bytes, at + 1);
  return length < 2 ? 0 : length;
}
