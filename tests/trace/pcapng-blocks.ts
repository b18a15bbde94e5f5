/** Reads a little-endian pcapng file into its blocks, complaining of whatever is not exact. */

export type Block = { type: number; body: Uint8Array; options: { code: number; value: Uint8Array }[] };

/** Bytes before the options, by block type; an Enhanced Packet Block's also hold its packet. */
const FIXED: Readonly<Record<number, (view: DataView) => number>> = {
  168627466: () => 16,
  1: () => 8,
  6: view => 20 + Math.ceil(view.getUint32(12, true) / 4) * 4,
};

export function blocksOf(file: Uint8Array): Block[] {
  const blocks: Block[] = [];
  const view = viewOf(file);
  for (let at = 0; at < file.length; ) {
    const [type, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    if (length % 4 !== 0 || length < 12) throw new Error(`block at ${at} has length ${length}`);
    if (view.getUint32(at + length - 4, true) !== length) throw new Error(`block at ${at}: lengths differ`);
    const body = file.subarray(at + 8, at + length - 4);
    const fixed = FIXED[type]?.(viewOf(body));
    if (fixed === undefined) throw new Error(`block at ${at} has type ${type}`);
    blocks.push({ type, body, options: optionsOf(body.subarray(fixed)) });
    at += length;
  }
  return blocks;
}

function optionsOf(bytes: Uint8Array): Block['options'] {
  const options: Block['options'] = [];
  const view = viewOf(bytes);
  for (let at = 0; ; ) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    at += 4;
    if (code === 0) {
      if (length !== 0 || at !== bytes.length) throw new Error('options do not end where their block does');
      return options;
    }
    options.push({ code, value: bytes.slice(at, at + length) });
    const end = at + Math.ceil(length / 4) * 4;
    if (bytes.subarray(at + length, end).some(byte => byte !== 0)) throw new Error('padding is not zero');
    at = end;
  }
}

/** The values of an option, which may be there more than once. */
export const option = ({ options }: Block, wanted: number): Uint8Array[] =>
  options.filter(({ code }) => code === wanted).map(({ value }) => value);

export const texts = (block: Block, wanted: number): string[] =>
  option(block, wanted).map(value => new TextDecoder('utf-8', { fatal: true }).decode(value));

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
