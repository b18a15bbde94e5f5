/**
 * UDP datagrams as the frames show them: one may be several frames, its fragments, and the same frames
 * again on each further link of its way.
 */
import type { FragmentEnds, UdpEnds } from './packet-ends.ts';
import type { SocketLife } from './socket-life.ts';
import type { SeenFrame } from './tcp-flows.ts';

export type Datagram = {
  source: string;
  destination: string;
  scope: string;
  /** bytes of payload of all fragments together */
  length: number;
  identification: string | null;
  isFragmented: boolean;
  at: number;
  /** place in the trace of its first frame */
  index: number;
  frames: { id: number; index: number; seq: number; link: string }[];
  /** ICMP errors about it */
  errors: { id: number; index: number; seq: number }[];
  sender: SocketLife | null;
  takers: SocketLife[];
};

export type Datagrams = {
  /** Adds a frame; `isPassedOn`: its sender has not the address that it is from. */
  add(
    ends: UdpEnds,
    frame: SeenFrame,
    link: string,
    isPassedOn: boolean,
  ): { datagram: Datagram; isNew: boolean };
  addFragment(ends: FragmentEnds, frame: SeenFrame, link: string): Datagram | undefined;
  addError(about: UdpEnds, frame: SeenFrame): Datagram | undefined;
  /** The datagram of which a frame is a part. */
  of(frame: number): Datagram | undefined;
};

/** How many of the newest between two ends a copy or an error may be about. */
const LOOK_BACK = 64;
/** An error comes within this, in ns, unless a router has looked for a neighbour in vain. */
const AT_ONCE = 200_000_000;

export function openDatagrams(): Datagrams {
  const between = new Map<string, Datagram[]>();
  const fragmented = new Map<string, Datagram>();
  const byFrame = new Map<number, Datagram>();

  const sentFrom = ({ source, destination }: UdpEnds, scope: string): Datagram[] => {
    const key = `${scope} ${source} ${destination}`;
    const known = between.get(key) ?? [];
    between.set(key, known);
    return known;
  };

  function grow(datagram: Datagram, { id, index, seq }: SeenFrame, link: string): Datagram {
    datagram.frames.push({ id, index, seq, link });
    byFrame.set(id, datagram);
    return datagram;
  }

  return {
    add(ends, frame, link, isPassedOn) {
      const all = sentFrom(ends, frame.scope);
      // Oldest first: what a router passes on keeps its order.
      const known = all.slice(-LOOK_BACK).find(one => isSame(one, ends) && !isOn(one, link));
      if (isPassedOn && known !== undefined) return { datagram: grow(known, frame, link), isNew: false };
      const { source, destination, length, identification, fragments } = ends;
      const datagram: Datagram = {
        source,
        destination,
        scope: frame.scope,
        length,
        identification,
        isFragmented: fragments !== null,
        at: frame.at,
        index: frame.index,
        frames: [],
        errors: [],
        sender: null,
        takers: [],
      };
      all.push(datagram);
      if (fragments !== null) fragmented.set(fragments, datagram);
      return { datagram: grow(datagram, frame, link), isNew: true };
    },
    addFragment({ fragments }, frame, link) {
      const datagram = fragmented.get(fragments);
      return datagram === undefined ? undefined : grow(datagram, frame, link);
    },
    addError(about, { id, index, seq, at, scope }) {
      const open = sentFrom(about, scope)
        .slice(-LOOK_BACK)
        .filter(one => one.errors.length === 0 && isSame(one, about));
      const datagram = open.find(one => at - one.at < AT_ONCE) ?? open.at(-1);
      if (datagram === undefined) return undefined;
      datagram.errors.push({ id, index, seq });
      byFrame.set(id, datagram);
      return datagram;
    },
    of: frame => byFrame.get(frame),
  };
}

const isSame = (datagram: Datagram, { length, identification }: UdpEnds): boolean =>
  datagram.length === length && datagram.identification === identification;

const isOn = ({ frames }: Datagram, name: string): boolean => frames.some(({ link }) => link === name);
