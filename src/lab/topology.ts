/**
 * Where a network's hosts and cables are drawn: hosts in a row in the author's order (that of the
 * ladder's lanes) with the links as lines below them, or, where the row does not fit, hosts in a
 * column with the links beside them. Lines share a track where they do not meet.
 *
 * Lengths are pixels at a root font of 16; text is measured by its characters, since nothing is drawn yet.
 */
import type { Cabling, Port, Station } from './cabling.ts';
import { type Placed, placeCables, type RowText, type Track } from './tracks.ts';

export type Point = { x: number; y: number };
export type Rect = Point & { width: number; height: number };
export type Row = RowText & { at: Point };
export type DrawnPort = { port: Port; from: Point; to: Point };
export type DrawnStation = { station: Station; box: Rect; name: Point; rows: Row[]; ports: DrawnPort[] };
/** `label` is the rectangle of its name; in a column the name runs upwards. */
export type DrawnCable = { name: string; from: Point; to: Point; label: Rect; middle: Point };
export type Topology = {
  form: 'row' | 'column';
  width: number;
  height: number;
  stations: DrawnStation[];
  cables: DrawnCable[];
};

/** Widths of one character: the names in the text's font, the rest in the code font. */
const NAME_CHARACTER = 8.2;
const CODE_CHARACTER = 6.7;

export const SIZES = { padding: 8, head: 24, row: 15, foot: 7, tag: 15 } as const;
/** "eth0 " */
export const PORT_COLUMN = 5 * CODE_CHARACTER;
/** as wide as the words for it, in characters */
const NO_ADDRESS = 10;
const LEAST_BOX = 92;
const BOX_GAP = 14;
/** from the boxes to the first track, and from track to track */
const LEAD = 20;
const TRACK = 27;
const LABEL_HEIGHT = 13;
const EDGE = 3;

/** The row where it fits into `available`, else the column, which always does. */
export function topologyOf(cabling: Cabling, available: number): Topology {
  const row = layOut(cabling, 'row');
  return row.width <= available ? row : layOut(cabling, 'column');
}

function layOut(cabling: Cabling, form: Topology['form']): Topology {
  const placed = placeStations(cabling.stations, form);
  const tracks = placeCables(cabling, placed);
  const plan = planOf(placed, tracks, form);
  return {
    form,
    ...plan.size,
    stations: placed.map(one => drawStation(one, tracks, plan)),
    cables: tracks.map(({ name, from, to, track, label, labelLength }) => {
      const distance = plan.trackAt(track);
      const half = labelLength / 2;
      return {
        name,
        from: plan.point(from, distance),
        to: plan.point(to, distance),
        middle: plan.point(label, distance),
        label: plan.rect(label - half, distance + 3, label + half, distance + 3 + LABEL_HEIGHT),
      };
    }),
  };
}

function drawStation({ station, start, length, rows, alongs }: Placed, tracks: readonly Track[], plan: Plan) {
  const box = plan.rect(start, 0, start + length, plan.breadth);
  const left = box.x + SIZES.padding;
  return {
    station,
    box,
    name: { x: left, y: box.y + 17 },
    rows: rows.map((row, index) => ({
      ...row,
      at: { x: left, y: box.y + SIZES.head + index * SIZES.row + 11 },
    })),
    ports: station.ports.map((port, index) => {
      const along = alongs[index] ?? 0;
      const track = tracks.find(({ name }) => name === port.link)?.track ?? 0;
      return { port, from: plan.point(along, plan.breadth), to: plan.point(along, plan.trackAt(track)) };
    }),
  };
}

/** Along is the way the hosts stand in; across is the way from the hosts to the links. */
type Plan = {
  size: { width: number; height: number };
  /** how far the boxes reach across */
  breadth: number;
  trackAt(track: number): number;
  point(along: number, across: number): Point;
  rect(along1: number, across1: number, along2: number, across2: number): Rect;
};

function planOf(placed: readonly Placed[], tracks: readonly Track[], form: Topology['form']): Plan {
  const breadth = form === 'row' ? heightOf(placed) : Math.max(...placed.map(widthOf));
  const depth = Math.max(0, ...tracks.map(({ track }) => track + 1));
  const trackAt = (track: number) => breadth + LEAD + track * TRACK;
  const across = depth === 0 ? breadth : trackAt(depth - 1) + LABEL_HEIGHT + 4;
  const along = Math.max(...placed.map(({ start, length }) => start + length), ...tracks.map(endOf));
  // In a column the links stand on the left, because lines are read from there.
  const point = (a: number, b: number): Point =>
    form === 'row' ? { x: EDGE + a, y: EDGE + b } : { x: EDGE + across - b, y: EDGE + a };
  const [long, wide] = [along + 2 * EDGE, across + 2 * EDGE];
  return {
    size: form === 'row' ? { width: long, height: wide } : { width: wide, height: long },
    breadth,
    trackAt,
    point,
    rect: (along1, across1, along2, across2) => rectOf(point(along1, across1), point(along2, across2)),
  };
}

function placeStations(stations: readonly Station[], form: Topology['form']): Placed[] {
  let start = 0;
  return stations.map(station => {
    const rows = rowsOf(station);
    const length = form === 'row' ? widthOf({ station, rows }) : boxHeight(rows, false);
    const one: Placed = { station, start, length, rows, alongs: [] };
    one.alongs = station.ports.map((port, index) =>
      form === 'row'
        ? start + (length * (index + 1)) / (station.ports.length + 1)
        : start + SIZES.head + rows.findIndex(row => row.port === port) * SIZES.row + SIZES.row / 2,
    );
    start += length + BOX_GAP;
    return one;
  });
}

/**
 * An interface without an address has a line of its own, as has a host without any. What does not work
 * has one more: a wider box could turn the whole row into a column.
 */
function rowsOf({ ports }: Station): RowText[] {
  const rows = ports.flatMap((port): RowText[] => {
    const [first = null, ...more] = port.addresses;
    return [
      { port, address: first, says: 'address' },
      ...more.map((address): RowText => ({ port, address, says: 'more' })),
      ...(port.trouble ? [{ port, address: null, says: 'trouble' } as const] : []),
    ];
  });
  return rows.length > 0 ? rows : [{ port: null, address: null, says: 'address' }];
}

function widthOf({ station, rows }: Pick<Placed, 'station' | 'rows'>): number {
  const texts = rows.map(({ address }) => PORT_COLUMN + (address?.length ?? NO_ADDRESS) * CODE_CHARACTER);
  // A router's mark stands beside its name.
  const head = station.name.length * NAME_CHARACTER + (station.isBetween ? 30 : 0);
  const tags = station.ports.length > 1 ? station.ports.length * 46 : 0;
  return Math.ceil(Math.max(LEAST_BOX, head, tags, ...texts) + 2 * SIZES.padding);
}

const boxHeight = (rows: readonly RowText[], hasTags: boolean) =>
  SIZES.head + rows.length * SIZES.row + (hasTags ? SIZES.tag : 0) + SIZES.foot;

/** In a row all boxes are as high as the highest, so that their ports stand in one line. */
const heightOf = (placed: readonly Placed[]) =>
  Math.max(...placed.map(({ station, rows }) => boxHeight(rows, station.ports.length > 1)));

const endOf = ({ to, label, labelLength }: Track) => Math.max(to, label + labelLength / 2);

const rectOf = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
