/**
 * Where the lines of a topology run along its hosts: each link from its first end to its last, on a
 * track of its own where it would meet another. One dimension only; topology.ts makes a picture of it.
 */
import type { Cable, Cabling, Port, Station } from './cabling.ts';

/** A line of text in a host's box: an address, that there is none, or what is wrong with the port. */
export type RowText = { port: Port | null; address: string | null; says: 'address' | 'more' | 'trouble' };

/** A host along the drawing: where it begins, how long it is, and where each of its ports is. */
export type Placed = { station: Station; start: number; length: number; rows: RowText[]; alongs: number[] };

/** A link: the middle of its name is at `label`; track 0 is nearest to the hosts. */
export type Track = {
  name: string;
  from: number;
  to: number;
  track: number;
  label: number;
  labelLength: number;
};

const LABEL_CHARACTER = 6.2;
/** characters of "name: cut" behind the name */
const CUT = 5;
/** between two lines of one track */
const APART = 12;

/** The shortest line is nearest to the hosts; each takes the first track on which it meets no other. */
export function placeCables(cabling: Cabling, placed: readonly Placed[]): Track[] {
  const taken: { from: number; to: number }[][] = [];
  const tracks = cabling.cables
    .map(cable => spanOf(cable, placed))
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))
    .map(span => {
      const from = Math.min(span.from, span.label - span.labelLength / 2);
      const to = Math.max(span.to, span.label + span.labelLength / 2);
      const meets = (other: { from: number; to: number }) =>
        from < other.to + APART && other.from < to + APART;
      const free = taken.findIndex(others => !others.some(meets));
      const track = free === -1 ? taken.length : free;
      taken[track] = [...(taken[track] ?? []), { from, to }];
      return { ...span, track };
    });
  return tracks.map(track => ({ ...track, label: labelPlace(track, tracks, placed) }));
}

function spanOf({ name, cut }: Cable, placed: readonly Placed[]): Track {
  const alongs = endsOn(placed, port => port.link === name);
  const from = Math.min(...alongs);
  const to = Math.max(...alongs);
  const labelLength = (name.length + (cut ? CUT : 0)) * LABEL_CHARACTER + 12;
  return { name, from, to, track: 0, label: (from + to) / 2, labelLength };
}

const endsOn = (placed: readonly Placed[], isMeant: (port: Port) => boolean): number[] =>
  placed.flatMap(({ station, alongs }) =>
    station.ports.flatMap((port, index) => (isMeant(port) ? (alongs[index] ?? 0) : [])),
  );

/** The middle of the widest stretch that no end of a deeper line crosses. */
function labelPlace(own: Track, tracks: readonly Track[], placed: readonly Placed[]): number {
  const isDeeper = (port: Port) => tracks.some(({ name, track }) => name === port.link && track > own.track);
  const crossings = endsOn(placed, isDeeper).filter(along => along > own.from && along < own.to);
  const bounds = [own.from, ...crossings.toSorted((a, b) => a - b), own.to];
  let place = own.label;
  let widest = -1;
  for (const [index, start] of bounds.slice(0, -1).entries()) {
    const end = bounds[index + 1] ?? start;
    if (end - start <= widest) continue;
    widest = end - start;
    place = (start + end) / 2;
  }
  return Math.max(place, own.labelLength / 2);
}
