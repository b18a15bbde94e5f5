/** A packet on its way over several links: which frame a router has passed on as which. */
import { detailsOf } from './conversations.ts';
import type { FrameState } from './fold.ts';
import type { Dissection } from './layer.ts';

type Fields = ReadonlyMap<string, string>;

/** A frame's layers without those of a packet that an ICMP error quotes. */
export const ownLayers = ({ layers }: Dissection) => layers.filter(({ quoted }) => quoted === undefined);

/** The fields of all its headers, as its details show them. */
export const fieldsOf = (frame: FrameState, all: readonly FrameState[]): Fields => {
  const fields = ownLayers(detailsOf(frame, all)).flatMap(layer => layer.fields);
  return new Map(fields.map(({ key, value }) => [key, value]));
};

/** What names a packet wherever it is: routers leave it alone, and so does address translation. */
const NAMES: readonly string[] = ['ip.id', 'ip.proto', 'ipv6.nxt', 'tcp.seq', 'udp.length', 'icmp.seq'];

export const isSamePacket = (one: Fields, other: Fields): boolean =>
  NAMES.every(key => one.get(key) === other.get(key)) && NAMES.some(key => one.has(key));

/** The frame in which the packet came to the host that has sent this one; undefined: it is its own. */
export function cameAs(frame: FrameState, frames: readonly FrameState[]): FrameState | undefined {
  const come = frames.filter(
    ({ link, seq, copyOf, deliveries }) =>
      link !== frame.link &&
      seq < frame.seq &&
      copyOf === null &&
      deliveries.some(({ to }) => to === frame.from),
  );
  if (come.length === 0) return undefined;
  const fields = fieldsOf(frame, frames);
  return come.findLast(other => isSamePacket(fields, fieldsOf(other, frames)));
}

export type Change = { key: string; before: string; now: string };

/** The fields that are other ones than in the frame in which it came, outermost first. */
export function changesOn(frame: FrameState, came: FrameState, frames: readonly FrameState[]): Change[] {
  const before = fieldsOf(came, frames);
  return [...fieldsOf(frame, frames)].flatMap(([key, now]) =>
    before.get(key) === now ? [] : [{ key, before: before.get(key) ?? '', now }],
  );
}
