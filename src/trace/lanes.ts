/**
 * The trace as lanes of a timeline: one for each program and each of its tasks, one for each host's
 * kernel, one for the wire. Every event is one mark in its lane, or none when there is nothing to see
 * of it: what a reader would take for one thing is marked once.
 */
import type { FrameEvent, SocketRow, TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import type { WireSetting } from '#protocol/wire';
import { type Lane, openLaneList } from './lane-list.ts';
import { networkChange } from './network-change.ts';
import { socketChange } from './socket-change.ts';
import { wireChange } from './wire-change.ts';

export type { Lane } from './lane-list.ts';

export type MarkKind =
  | 'started'
  | 'exited'
  | 'line'
  | 'call'
  | 'return'
  /** a call that came back with an error */
  | 'failed'
  | 'output'
  | 'input'
  | 'blocked'
  | 'woke'
  | 'sockets'
  | 'counters'
  | 'network'
  /** the wire treats frames differently from now on */
  | 'setting'
  | FrameEvent['verb']
  | 'truncated'
  | 'move'
  | 'fault';

export type Mark = {
  seq: number;
  /** number of events after which it has happened */
  moment: number;
  at: number;
  /** id of its lane; null for what is of the whole lab: a move, a fault */
  lane: string | null;
  kind: MarkKind;
};

export type Lanes = {
  lanes: readonly Lane[];
  /** one for each event of the trace; the array grows with it */
  marks: readonly (Mark | null)[];
};

type Placed = Pick<Mark, 'lane' | 'kind'> | null;
type Of<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;

const known = new WeakMap<
  readonly TraceEvent[],
  { marks: (Mark | null)[]; place: Placer; all: () => readonly Lane[] }
>();

/** The lanes of a trace. One that grows is read on from where it was: pass the same array each time. */
export function lanesOf(trace: readonly TraceEvent[]): Lanes {
  const list = openLaneList();
  const { marks, place, all } = known.get(trace) ?? { marks: [], place: openPlacer(list), all: list.all };
  known.set(trace, { marks, place, all });
  for (let index = marks.length; index < trace.length; index += 1) {
    const event = trace[index];
    if (event === undefined) break;
    const placed = place(event);
    marks.push(placed === null ? null : { seq: event.seq, moment: index + 1, at: event.at, ...placed });
  }
  return { lanes: all(), marks };
}

type Placer = (event: TraceEvent) => Placed;

/** To be given the events of a trace one by one. */
function openPlacer(list: ReturnType<typeof openLaneList>): Placer {
  const terminal = openTerminals();
  const isNews = openKernels();
  const isSeen = openFrames();
  let setting: WireSetting | undefined;

  function wire(event: Of<'wire'>): Placed {
    const before = setting;
    setting = event;
    const isOther = before !== undefined && wireChange(before, event) !== null;
    return isOther ? { lane: list.wire(), kind: 'setting' } : null;
  }

  return event => {
    const isPiece = terminal(event);
    switch (event.type) {
      case 'program-started':
      case 'program-exited':
      case 'task-started':
      case 'task-ended':
        if (event.type === 'task-started') list.name(event, event.name);
        return { lane: list.of(event), kind: event.type.endsWith('started') ? 'started' : 'exited' };
      case 'line':
      case 'call':
        return { lane: list.of(event), kind: event.type };
      case 'return':
        return {
          lane: list.of(event),
          kind: event.errno === null && event.error === null ? 'return' : 'failed',
        };
      case 'output':
      case 'input':
        return isPiece ? null : { lane: list.of(event), kind: event.type };
      case 'blocked':
        return { lane: list.kernel(event.host), kind: event.syscall === null ? 'woke' : 'blocked' };
      case 'sockets':
      case 'network':
      case 'counters':
        return isNews(event) ? { lane: list.kernel(event.host), kind: event.type } : null;
      case 'frame':
        return isSeen(event) ? { lane: list.wire(), kind: event.verb } : null;
      case 'wire':
        return wire(event);
      case 'truncated':
      case 'move':
      case 'fault':
        return { lane: null, kind: event.type };
      case 'resumed':
      case 'breakpoints':
        return null;
      default:
        return event satisfies never;
    }
  };
}

/** Whether an event is a further piece of what a terminal shows or is given. */
function openTerminals(): (event: TraceEvent) => boolean {
  const newest = new Map<string, TraceEvent['type']>();
  return event => {
    if (!('program' in event) || event.program === null) return false;
    const isPiece = newest.get(event.program) === event.type;
    newest.set(event.program, event.type);
    return isPiece;
  };
}

/** Whether a host's tables tell of a difference that a reader would call one. */
function openKernels(): (event: Of<'sockets' | 'network' | 'counters'>) => boolean {
  const sockets = new Map<string, readonly SocketRow[]>();
  const networks = new Map<string, HostNetwork>();
  return event => {
    const { host } = event;
    if (event.type === 'counters') return true;
    if (event.type === 'network') {
      const before = networks.get(host);
      networks.set(host, event);
      return networkChange(host, before, event) !== null;
    }
    const before = sockets.get(host) ?? [];
    sockets.set(host, event.sockets);
    return socketChange(host, before, event.sockets) !== null;
  };
}

/** Whether there is something to see of a frame. A waiting segment that is sent again is the same one. */
function openFrames(): (event: FrameEvent) => boolean {
  const copies = new Set<number>();
  return ({ id, verb, link, copyOf }) => {
    if (copyOf !== undefined) copies.add(id);
    // Loopback has no way on which a frame could be.
    return !copies.has(id) && !(link === 'lo' && verb === 'delivered');
  };
}
