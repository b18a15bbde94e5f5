/**
 * The join: which call, socket and frame belong together, worked out once for each event as the trace
 * grows. It only collects; related.ts answers from what is collected.
 */
import type { TraceEvent } from '#protocol/events';
import { type DatagramEnds, openDatagramEnds } from './datagram-ends.ts';
import { openDescriptors } from './descriptors.ts';
import { openFlowLinks } from './flow-links.ts';
import { type JoinedCalls, openJoinedCalls } from './joined-calls.ts';
import { type JoinedFrames, openJoinedFrames } from './joined-frames.ts';
import { openProcesses } from './processes.ts';
import { openSocketLives, type SocketLives } from './socket-lives.ts';
import { openSocketTables } from './socket-tables.ts';
import { type Flows, openFlows } from './tcp-flows.ts';

type LineReached = Extract<TraceEvent, { type: 'line' }>;
type SocketsChanged = Extract<TraceEvent, { type: 'sockets' }>;

export type Join = {
  /** number of events taken in */
  readonly length: number;
  append(events: readonly TraceEvent[]): void;
  readonly calls: JoinedCalls;
  readonly frames: JoinedFrames;
  readonly lives: SocketLives;
  readonly flows: Flows;
  readonly ends: DatagramEnds;
  readonly lines: readonly { event: LineReached; index: number }[];
  /** Tables of a host, oldest first. */
  tables(host: string): readonly { event: SocketsChanged; index: number }[];
};

export function openJoin(): Join {
  const processes = openProcesses();
  const descriptors = openDescriptors();
  const lives = openSocketLives();
  const flows = openFlows();
  const ends = openDatagramEnds(lives);
  const links = openFlowLinks(lives, flows, ends.hostOf);
  const calls = openJoinedCalls(processes, descriptors, lives, links);
  const frames = openJoinedFrames(flows, links, calls, ends);
  const rows = openSocketTables(lives, descriptors, links);
  const lines: { event: LineReached; index: number }[] = [];
  const tables = new Map<string, { event: SocketsChanged; index: number }[]>();
  /** when each event was */
  const times: number[] = [];

  /** The last event that is not after a time. */
  const placeOf = (at: number): number => times.findLastIndex(time => time <= at);

  function tablesOf(host: string): { event: SocketsChanged; index: number }[] {
    const known = tables.get(host) ?? [];
    tables.set(host, known);
    return known;
  }

  function add(event: TraceEvent, index: number): void {
    switch (event.type) {
      case 'program-started':
        processes.start(event.program);
        break;
      case 'task-started':
        processes.fork(event.program, event.task, event.pid, placeOf(event.forkedAt ?? event.at));
        break;
      case 'task-ended': {
        const process = processes.childOf(event.program, event.task);
        if (process !== null) descriptors.releaseAll(process, index);
        break;
      }
      case 'line':
        lines.push({ event, index });
        break;
      case 'call':
        calls.enter(event, index, times[index - 1] === event.at);
        break;
      case 'return':
        calls.leave(event, index);
        break;
      case 'sockets':
        tablesOf(event.host).push({ event, index });
        rows.add(event, index, processes.holdersOf);
        break;
      case 'network':
        ends.setNetwork(event.host, event);
        break;
      case 'frame':
        frames.add(event, index);
        break;
      default:
        // Nothing else tells of a call, a socket or a frame. Not a program's end: its last calls may be
        // told of later (see CallFact.isLate).
        break;
    }
  }

  return {
    get length() {
      return times.length;
    },
    append(events) {
      for (const event of events) {
        times.push(event.at);
        add(event, times.length - 1);
      }
    },
    calls,
    frames,
    lives,
    flows,
    ends,
    lines,
    tables: tablesOf,
  };
}
