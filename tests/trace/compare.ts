/** Our dissection of frames against tshark's: every field that both have, with value and place. */
import { conversations } from '#trace/conversations';
import { dissect } from '#trace/dissect';
import type { FieldKey } from '#trace/field-keys';
import type { Field, Layer } from '#trace/layer';
import type { TsharkField } from './tshark.ts';
import { TWINS, type Twin, WITHOUT_TWIN } from './twins.ts';

export type Comparison = {
  /** one line per field that is not as tshark reads it */
  differences: string[];
  compared: ReadonlySet<FieldKey>;
};

export function compare(frames: readonly Uint8Array[], theirs: readonly TsharkField[][]): Comparison {
  const next = conversations();
  const compared = new Set<FieldKey>();
  const differences = frames.flatMap((frame, index) => {
    const { layers } = dissect(frame, next(dissect(frame).summary));
    const odd = headersDiffer(layers, theirs[index] ?? []);
    const fields = layers.flatMap(layer => layer.fields.map(field => ({ field, layer })));
    const wrong = fields.flatMap(({ field, layer }) => {
      if (WITHOUT_TWIN[field.key] !== undefined) return [];
      compared.add(field.key);
      return twinsOf(field, layer).map(twin => difference(field, twin, theirs[index] ?? []));
    });
    return [odd, ...wrong].filter(text => text !== null).map(text => `frame ${index + 1}: ${text}`);
  });
  return { differences, compared };
}

/** Headers that both have a name for; tshark calls what follows an HTTP message HTTP too. */
const HEADERS: readonly string[] = ['eth', 'arp', 'ip', 'ipv6', 'icmp', 'icmpv6', 'tcp', 'udp'];

/** Says so when tshark sees a header that we do not, or at another place. */
function headersDiffer(layers: readonly Layer[], theirs: readonly TsharkField[]): string | null {
  const placed = (list: readonly { name: string; at: number }[]) =>
    list
      .filter(({ name }) => HEADERS.includes(name))
      .map(({ name, at }) => `${name} at ${at}`)
      .sort()
      .join(', ');
  const mine = placed(layers.map(({ key, offset }) => ({ name: key, at: offset })));
  return mine === placed(theirs) ? null : `headers ${mine}; tshark: ${placed(theirs)}`;
}

const twinsOf = (field: Field, layer: Layer): readonly Twin[] =>
  TWINS[field.key]?.(field, layer) ?? [{ name: field.key, size: field.length, value: field.value }];

function difference(
  field: Field,
  { name, or, delta = 0, size, value }: Twin,
  theirs: readonly TsharkField[],
): string | null {
  const at = field.offset + delta;
  const here = theirs.filter(each => (each.name === name || each.name === or) && isAt(each, at, field));
  const mine = `${field.key} at ${at} ${field.value}`;
  if (here.length === 0) return `${mine}: tshark has no ${name} there`;
  if (value === null) return null;
  if (size !== undefined && field.bits === undefined && here.every(each => each.size !== size)) {
    return `${mine}: tshark says ${here[0]?.size} bytes, not ${size}`;
  }
  const wanted = (typeof value === 'string' ? [value] : value).map(plain);
  return here.some(each => wanted.includes(plain(each.value)))
    ? null
    : `${mine}: tshark reads ${here.map(each => each.value).join(' ')}`;
}

/** tshark places a field of some bits at the beginning of the number that it masks. */
function isAt(theirs: TsharkField, at: number, { bits }: Field): boolean {
  if (bits === undefined) return theirs.at === at;
  return theirs.at <= at && at < theirs.at + theirs.size;
}

/** Both notations of a number as one: "0x0800 (IPv4)" and "0x0800", "20 bytes" and "20". */
function plain(text: string): string {
  const number = /^(0x[0-9a-f]+|\d+)(?= |$)/.exec(text)?.[1];
  return number === undefined ? text : String(Number(number));
}
