/** The drawing of TCP's states, and the way of a socket in words. */
import { expect, test } from 'vitest';
import { TcpState } from '#protocol/events';
import { labAt } from '#trace/fold';
import { statePath } from '#trace/state-path';
import { EDGES } from '#trace/tcp-diagram';
import { tcpSockets } from '#trace/tcp-sockets';
import en from '../../content/ui/en.json' with { type: 'json' };
import { BOX, END, HEIGHT, PLACES, WIDTH, wayBetween, wayOut } from '../../src/lab/diagram-layout.ts';
import { causeText, stepNotes } from '../../src/lab/path-words.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { type RunName, runTrace } from '../trace/run-traces.ts';
import { golden } from './golden.ts';

const words = wordsFrom('en', en);
const boxes = [...Object.values(PLACES), END].map(({ x, y }) => ({
  left: x - BOX.width / 2,
  right: x + BOX.width / 2,
  top: y - BOX.height / 2,
  bottom: y + BOX.height / 2,
}));

test('all eleven states stand in the drawing, and no box lies over another', () => {
  expect(Object.keys(PLACES).toSorted()).toEqual(TcpState.options.toSorted());
  for (const [at, one] of boxes.entries()) {
    expect(one.left >= 0 && one.top >= 0 && one.right <= WIDTH && one.bottom <= HEIGHT).toBe(true);
    for (const other of boxes.slice(at + 1)) {
      const isApart =
        one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
      expect(isApart).toBe(true);
    }
  }
});

test('every way of the figure is drawn, from the edge of one box to the edge of another, and through none', () => {
  for (const { from, to } of EDGES) {
    const { line } = wayBetween(from, to) ?? expect.fail(`no way from ${from} to ${to}`);
    const ends = [line[0], line.at(-1)];
    for (const [x = 0, y = 0] of ends.map(end => end ?? []))
      expect(
        boxes.filter(box => onEdge(box, x, y)),
        `${from} ${to}`,
      ).toHaveLength(1);
    for (let at = 1; at < line.length; at += 1)
      expect(boxes.filter(box => crosses(box, line[at - 1], line[at]))).toEqual([]);
  }
});

test('the way out of a reset passes through no box', () => {
  for (const state of TcpState.options.filter(
    each => each !== 'CLOSED' && each !== 'CLOSING' && each !== 'TIME-WAIT',
  )) {
    const { line } = wayOut(state);
    for (let at = 1; at < line.length; at += 1)
      expect(boxes.filter(box => crosses(box, line[at - 1], line[at]))).toEqual([]);
  }
});

type BoxEdges = (typeof boxes)[number];
type Point = readonly [number, number] | undefined;

function onEdge({ left, right, top, bottom }: BoxEdges, x: number, y: number): boolean {
  const isWithin = x >= left && x <= right && y >= top && y <= bottom;
  return isWithin && (x === left || x === right || y === top || y === bottom);
}

/** Whether a straight piece goes through the inside of a box. */
function crosses(
  { left, right, top, bottom }: BoxEdges,
  [x1, y1]: Point = [0, 0],
  [x2, y2]: Point = [0, 0],
): boolean {
  return Array.from({ length: 101 }, (_, at) => at / 100).some(share => {
    const x = x1 + (x2 - x1) * share;
    const y = y1 + (y2 - y1) * share;
    return x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1;
  });
}

/** The way of the first connection of a host, in the reader's words. */
function wayOf(trace: typeof golden, host: string): string[] {
  const { frames } = labAt(trace, trace.length);
  const socket = tcpSockets(trace, trace.length).find(each => each.host === host && each.peer !== null);
  const steps = statePath(trace, socket?.life ?? expect.fail(`nothing on ${host}`));
  return steps.map((step, at) => {
    const notes = stepNotes(step, trace.length, at === steps.length - 1, words);
    return [step.state, causeText(step.cause, frames, words), ...notes].join(' | ');
  });
}

test('each step says which call or which segment made it, and whether a table has shown it', () => {
  expect(wayOf(golden, 'client')).toEqual([
    'CLOSED | client: socket(AF_INET, SOCK_STREAM)',
    "SYN-SENT | client: connect(('10.0.0.2', 3333)) | passed through, too quick to be seen in the table",
    'ESTABLISHED | SYN, ACK arrives',
    'FIN-WAIT-1 | client: close()',
    'FIN-WAIT-2 | ACK arrives',
    'TIME-WAIT | FIN, ACK arrives',
  ]);
  expect(wayOf(golden, 'server')[0]).toContain('the state of the listening socket 0.0.0.0:3333');
});

test.each([
  ['reset', 'client', 'CLOSED | RST, ACK arrives | no way of the diagram: a reset ends it at once'],
  ['reset', 'server', 'CLOSED | server: close() | no way of the diagram: a reset ends it at once'],
  ['two-sends-one-recv', 'server', 'CLOSED | 2 MSL are over: 60 s on Linux'],
] satisfies [RunName, string, string][])('how it ends: %s, %s', (run, host, last) => {
  expect(wayOf(runTrace(run), host).at(-1)).toBe(last);
});
