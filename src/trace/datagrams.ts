/**
 * UDP datagrams as the frames show them: one may be several frames, its fragments, and the same frames
 * again on each further link of its way.
 */
import type { FragmentEnds, UdpEnds } from './packet-ends.ts';
import type { SocketLife } from './socket-life.ts';
import type { SeenFrame } from './tcp-flows.ts';
import type { Time } from './times.ts';

/** A datagram has come to a host. Of a fragmented one the last fragment counts. */
export type Arrival = { datagram: Datagram; host: string; index: number; time: Time };

export type Datagram = {
  source: string;
  destination: string;
  scope: string;
  /** bytes of payload of all fragments together */
  length: number;
  identification: string | null;
  isFragmented: boolean;
  /** who has sent its first frame, and when */
  host: string;
  time: Time;
  /** place in the trace of its first frame */
  index: number;
  frames: { id: number; index: number; seq: number; link: string }[];
  /** ICMP errors about it */
  errors: { id: number; index: number; seq: number; time: Time }[];
  arrivals: Arrival[];
  /** set by datagram-ends.ts */
  sender: SocketLife | null;
  takers: SocketLife[];
};

export type Datagrams = {
  /** In the order of their first frames. */
  readonly all: readonly Datagram[];
  /** Adds a frame; `isPassedOn`: its sender has not the address that it is from. */
  add(ends: UdpEnds, frame: SeenFrame, link: string, isPassedOn: boolean): Datagram;
  addFragment(ends: FragmentEnds, frame: SeenFrame, link: string): Datagram | undefined;
  addError(about: UdpEnds, frame: SeenFrame): Datagram | undefined;
};

/** How many of the newest between two ends a copy or an error may be about. */
const LOOK_BACK = 64;
/** An error comes within this, in ns, unless a router has looked for a neighbour in vain. */
const AT_ONCE = 200_000_000;

export function openDatagrams(): Datagrams {
  const every: Datagram[] = [];
  const between = new Map<string, Datagram[]>();
  const fragmented = new Map<string, Datagram>();

  const sentFrom = ({ source, destination }: UdpEnds, scope: string): Datagram[] => {
    const key = `${scope} ${source} ${destination}`;
    const known = between.get(key) ?? [];
    between.set(key, known);
    return known;
  };

  function grow(datagram: Datagram, { id, index, seq }: SeenFrame, link: string): Datagram {
    datagram.frames.push({ id, index, seq, link });
    return datagram;
  }

  return {
    all: every,
    add(ends, frame, link, isPassedOn) {
      const all = sentFrom(ends, frame.scope);
      // Oldest first: what a router passes on keeps its order.
      const known = all.slice(-LOOK_BACK).find(one => isSame(one, ends) && !isOn(one, link));
      if (isPassedOn && known !== undefined) return grow(known, frame, link);
      const { source, destination, length, identification, fragments } = ends;
      const datagram: Datagram = {
        source,
        destination,
        scope: frame.scope,
        length,
        identification,
        isFragmented: fragments !== null,
        host: frame.host,
        time: frame.time,
        index: frame.index,
        frames: [],
        errors: [],
        arrivals: [],
        sender: null,
        takers: [],
      };
      all.push(datagram);
      every.push(datagram);
      if (fragments !== null) fragmented.set(fragments, datagram);
      return grow(datagram, frame, link);
    },
    addFragment({ fragments }, frame, link) {
      const datagram = fragmented.get(fragments);
      return datagram === undefined ? undefined : grow(datagram, frame, link);
    },
    addError(about, { id, index, seq, time, scope }) {
      const open = sentFrom(about, scope)
        .slice(-LOOK_BACK)
        .filter(one => one.errors.length === 0 && isSame(one, about));
      const datagram = open.find(one => time.latest - one.time.latest < AT_ONCE) ?? open.at(-1);
      if (datagram === undefined) return undefined;
      datagram.errors.push({ id, index, seq, time });
      return datagram;
    },
  };
}

const isSame = (datagram: Datagram, { length, identification }: UdpEnds): boolean =>
  datagram.length === length && datagram.identification === identification;

const isOn = ({ frames }: Datagram, name: string): boolean => frames.some(({ link }) => link === name);
