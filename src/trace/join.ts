/**
 * The join: which call, socket and frame belong together. It collects as the trace grows; what depends
 * on several witnesses is settled when it is asked for, so that it does not matter which of them was
 * heard first. related.ts answers from what is collected.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { settleDatagrams } from './datagram-ends.ts';
import { openDescriptors } from './descriptors.ts';
import { openFlowLinks } from './flow-links.ts';
import { type HostAddresses, openHostAddresses } from './host-addresses.ts';
import { type JoinedCalls, openJoinedCalls } from './joined-calls.ts';
import { type JoinedFrames, openJoinedFrames } from './joined-frames.ts';
import { openProcesses } from './processes.ts';
import { lifeOf, type SeenRow, type SocketLife } from './socket-life.ts';
import { openSocketLives } from './socket-lives.ts';
import { openSocketTables } from './socket-tables.ts';
import { type Flow, type Flows, openFlows, type Side } from './tcp-flows.ts';
import { openTimes, type Time } from './times.ts';
import { openUnnumberedRows } from './unnumbered-rows.ts';

type LineReached = Extract<TraceEvent, { type: 'line' }>;
type SocketsChanged = Extract<TraceEvent, { type: 'sockets' }>;

export type Join = {
  /** number of events taken in */
  readonly length: number;
  /** Takes in what a trace has more than before, and settles what depends on it. */
  append(trace: readonly TraceEvent[]): void;
  /** when each event was */
  readonly times: readonly Time[];
  readonly calls: JoinedCalls;
  readonly frames: JoinedFrames;
  readonly flows: Flows;
  readonly addresses: HostAddresses;
  readonly lines: readonly { event: LineReached; index: number }[];
  /** Tables of a host, oldest first. */
  tables(host: string): readonly { event: SocketsChanged; index: number }[];
  lifeOfRow(host: string, row: SocketRow): SocketLife | undefined;
  /** All rows of a socket, oldest first. */
  rowsOf(life: SocketLife): readonly SeenRow[];
  /** The socket at an end of a connection, if any is known. */
  at(flow: Flow, side: Side): SocketLife | null;
  /** Sockets of a host that listen, or have. */
  listeners(host: string): readonly SocketLife[];
};

export function openJoin(): Join {
  const processes = openProcesses();
  const descriptors = openDescriptors();
  const lives = openSocketLives();
  const addresses = openHostAddresses();
  const flows = openFlows(addresses.hostOf);
  const links = openFlowLinks(lives, flows);
  const calls = openJoinedCalls(processes, descriptors, lives, links);
  const frames = openJoinedFrames(flows, links, addresses);
  const timeOf = openTimes();
  const times: Time[] = [];
  const unnumbered = openUnnumberedRows(lives, flows, () => times.length);
  const rows = openSocketTables(lives, descriptors, links, flows, unnumbered);
  const lines: { event: LineReached; index: number }[] = [];
  const tables = new Map<string, { event: SocketsChanged; index: number }[]>();

  /** The last event that is not after a time. */
  const placeOf = (at: number): number => times.findLastIndex(({ latest }) => latest <= at);

  function tablesOf(host: string): { event: SocketsChanged; index: number }[] {
    const known = tables.get(host) ?? [];
    tables.set(host, known);
    return known;
  }

  function add(event: TraceEvent, index: number): void {
    const time = timeOf(event);
    times.push(time);
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
        calls.enter(event, index, time);
        break;
      case 'return':
        calls.leave(event, index, time);
        break;
      case 'sockets':
        tablesOf(event.host).push({ event, index });
        rows.add(event, index, time, processes.holdersOf);
        break;
      case 'network':
        addresses.set(event.host, event);
        break;
      case 'frame':
        frames.add(event, index, time);
        break;
      default:
        // Nothing else tells of a call, a socket or a frame. Not a program's end: its last calls may be
        // told of later.
        break;
    }
  }

  return {
    get length() {
      return times.length;
    },
    append(trace) {
      if (times.length === trace.length) return;
      for (let index = times.length; index < trace.length; index += 1) {
        const event = trace[index];
        if (event !== undefined) add(event, index);
      }
      links.settle();
      settleDatagrams(frames.datagrams, lives, addresses);
    },
    times,
    calls,
    frames,
    flows,
    addresses,
    lines,
    tables: tablesOf,
    lifeOfRow: (host, row) => (row.inode === 0 ? unnumbered.lifeOf(row) : lives.withInode(host, row.inode)),
    rowsOf: life => [...life.rows, ...unnumbered.of(life)].sort((one, other) => one.index - other.index),
    at(flow, side) {
      const life = flow.lives[side];
      return life === null ? (unnumbered.at(flow, side) ?? null) : lifeOf(life);
    },
    listeners: host =>
      lives
        .ofHost(host)
        .filter(({ listens, rows: [first] }) => listens !== null || first?.row.state === 'LISTEN'),
  };
}
