/**
 * Where RFC 9293's states stand in the drawing, and how the ways go between them: as in the textbooks, the
 * opening above, who closes first on the left, who closes last on the right. CLOSED is drawn twice, for the
 * beginning and for the end. At 360 px one unit is about one pixel.
 */
import type { TcpState } from '#protocol/events';

export const WIDTH = 332;
export const HEIGHT = 446;
export const BOX = { width: 96, height: 24 };

export type Place = { x: number; y: number };

const LEFT = 50;
const MIDDLE = 172;
const RIGHT = 282;

/** The middle of each state's box. */
export const PLACES: Readonly<Record<TcpState, Place>> = {
  CLOSED: { x: MIDDLE, y: 18 },
  LISTEN: { x: MIDDLE, y: 80 },
  'SYN-RECEIVED': { x: LEFT, y: 148 },
  'SYN-SENT': { x: RIGHT, y: 148 },
  ESTABLISHED: { x: MIDDLE, y: 214 },
  'FIN-WAIT-1': { x: LEFT, y: 290 },
  CLOSING: { x: MIDDLE, y: 290 },
  'CLOSE-WAIT': { x: RIGHT, y: 290 },
  'FIN-WAIT-2': { x: LEFT, y: 362 },
  'TIME-WAIT': { x: MIDDLE, y: 362 },
  'LAST-ACK': { x: RIGHT, y: 362 },
};

/** CLOSED where a way ends. */
export const END: Place = { x: MIDDLE, y: 430 };

/** Where the text of a way stands: its first line, and which end of it lies there. */
export type LabelPlace = Place & { anchor: 'start' | 'middle' | 'end' };

export type Way = { line: readonly (readonly [x: number, y: number])[]; label: LabelPlace | null };

const label = (x: number, y: number, anchor: LabelPlace['anchor'] = 'start'): LabelPlace => ({
  x,
  y,
  anchor,
});

/** By "FROM TO". */
const WAYS: Readonly<Record<string, Way>> = {
  'CLOSED LISTEN': {
    line: [
      [178, 30],
      [178, 68],
    ],
    label: label(183, 53),
  },
  'LISTEN CLOSED': {
    line: [
      [158, 68],
      [158, 30],
    ],
    label: label(153, 53, 'end'),
  },
  'CLOSED SYN-SENT': {
    line: [
      [220, 13],
      [302, 13],
      [302, 136],
    ],
    label: label(298, 66, 'end'),
  },
  'SYN-SENT CLOSED': {
    line: [
      [258, 136],
      [258, 24],
      [220, 24],
    ],
    label: label(254, 122, 'end'),
  },
  'LISTEN SYN-RECEIVED': {
    line: [
      [124, 80],
      [34, 80],
      [34, 136],
    ],
    label: label(39, 98),
  },
  'SYN-SENT SYN-RECEIVED': {
    line: [
      [234, 148],
      [98, 148],
    ],
    label: label(166, 143, 'middle'),
  },
  'SYN-SENT ESTABLISHED': {
    line: [
      [268, 160],
      [268, 208],
      [220, 208],
    ],
    label: label(264, 180, 'end'),
  },
  'SYN-RECEIVED ESTABLISHED': {
    line: [
      [76, 160],
      [76, 208],
      [124, 208],
    ],
    label: label(81, 192),
  },
  'SYN-RECEIVED FIN-WAIT-1': {
    line: [
      [22, 160],
      [22, 278],
    ],
    label: label(27, 192),
  },
  'ESTABLISHED FIN-WAIT-1': {
    line: [
      [124, 220],
      [70, 220],
      [70, 278],
    ],
    label: label(75, 240),
  },
  'ESTABLISHED CLOSE-WAIT': {
    line: [
      [220, 220],
      [282, 220],
      [282, 278],
    ],
    label: label(278, 240, 'end'),
  },
  'FIN-WAIT-1 FIN-WAIT-2': {
    line: [
      [40, 302],
      [40, 350],
    ],
    label: label(36, 330, 'end'),
  },
  'FIN-WAIT-1 CLOSING': {
    line: [
      [98, 290],
      [124, 290],
    ],
    label: label(122, 274),
  },
  'FIN-WAIT-1 TIME-WAIT': {
    line: [
      [94, 302],
      [130, 350],
    ],
    label: label(46, 320),
  },
  'FIN-WAIT-2 TIME-WAIT': {
    line: [
      [98, 362],
      [124, 362],
    ],
    label: label(111, 387, 'middle'),
  },
  'CLOSING TIME-WAIT': {
    line: [
      [172, 302],
      [172, 350],
    ],
    label: label(177, 330),
  },
  'CLOSE-WAIT LAST-ACK': {
    line: [
      [282, 302],
      [282, 350],
    ],
    label: label(278, 320, 'end'),
  },
  'LAST-ACK CLOSED': {
    line: [
      [282, 374],
      [282, 430],
      [220, 430],
    ],
    label: label(278, 404, 'end'),
  },
  'TIME-WAIT CLOSED': {
    line: [
      [172, 374],
      [172, 418],
    ],
    label: label(177, 400),
  },
};

export const wayBetween = (from: TcpState, to: TcpState): Way | undefined => WAYS[`${from} ${to}`];

/** What no way of the figure does: down the gap beside a state's column, to the end. */
export function wayOut(from: TcpState): Way {
  const { x, y } = PLACES[from];
  const isLeft = x === LEFT;
  const gap = isLeft ? (LEFT + MIDDLE) / 2 : (MIDDLE + RIGHT) / 2;
  const edge = isLeft ? x + BOX.width / 2 : x === RIGHT ? x - BOX.width / 2 : x + BOX.width / 2;
  const end = isLeft ? END.x - BOX.width / 2 : END.x + BOX.width / 2;
  return {
    line: [
      [edge, y],
      [gap, y],
      [gap, END.y],
      [end, END.y],
    ],
    label: null,
  };
}

export const pathOf = ({ line }: Way): string =>
  line.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
