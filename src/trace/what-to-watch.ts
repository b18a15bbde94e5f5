/**
 * Where to look during the move that comes next: a place of the lab, never what will be seen there,
 * which the reader is to find out. Taken from the move and from how the lab stands.
 */
import type { SocketRow } from '#protocol/events';
import type { Move } from '#protocol/lab';
import { type Descriptor, message } from './descriptor.ts';
import type { LabState } from './fold.ts';

/** Calls that are watched in the same place, by the names that Python and the kernel have for them. */
const PLACES: Readonly<Record<string, (where: Where) => Descriptor>> = {
  socket: place('trace.watch-socket'),
  bind: place('trace.watch-address'),
  listen: place('trace.watch-state'),
  accept: accepting,
  accept4: accepting,
  connect: place('trace.watch-connect'),
  create_connection: place('trace.watch-connect'),
  send: place('trace.watch-send'),
  sendall: place('trace.watch-send'),
  sendto: place('trace.watch-send'),
  recv: receiving,
  recvfrom: receiving,
  recv_into: receiving,
  recvmsg: receiving,
  read: place('trace.watch-input'),
  shutdown: place('trace.watch-close'),
  close: place('trace.watch-close'),
  clock_nanosleep: place('trace.watch-sleep'),
};

type Where = { program: string; host: string; rows: readonly SocketRow[] };

/** What there is to watch besides the wire, where a lab has none to show. */
const WITHOUT_WIRE: Readonly<Record<string, string>> = {
  'trace.watch-connect': 'trace.watch-both-states',
  'trace.watch-close': 'trace.watch-both-states',
  'trace.watch-send': 'trace.watch-other-queue',
};

/** Null when the lab does not know the program yet. */
export function whatToWatch(move: Move, lab: LabState, { hasWire = true } = {}): Descriptor | null {
  const found = placeToWatch(move, lab);
  const other = hasWire || found === null ? undefined : WITHOUT_WIRE[found.key];
  return other === undefined ? found : message(other);
}

function placeToWatch({ program, until, wire }: Move, lab: LabState): Descriptor | null {
  const state = lab.programs[program];
  if (state === undefined) return null;
  const rows = (lab.sockets[state.host] ?? []).filter(({ owners }) =>
    owners.some(owner => owner.program === program),
  );
  const where = { program, host: state.host, rows };
  if ('held' in until) return message('trace.watch-held');
  if (wire?.waiting === 'release') return message('trace.watch-release');
  if (wire?.waiting !== undefined) return message('trace.watch-wire');
  if ('returned' in until) return placeOf(until.returned, where);
  if ('blocked' in until) return waitOf(until.blocked, where);
  if ('line' in until) return message('trace.watch-line', { program });
  return message(rows.length > 0 ? 'trace.watch-left-sockets' : 'trace.watch-end', { program });
}

function placeOf(call: string, where: Where): Descriptor {
  const known = Object.hasOwn(PLACES, call) ? PLACES[call] : undefined;
  return known?.(where) ?? message('trace.watch-call', { call, program: where.program });
}

/** What is watched of a wait is whether it ends by itself. */
function waitOf(syscall: string, where: Where): Descriptor {
  if (syscall === 'read' || syscall === 'clock_nanosleep') return placeOf(syscall, where);
  return message('trace.watch-wait', { program: where.program });
}

function place(key: string): (where: Where) => Descriptor {
  return ({ program, host }) => message(key, { program, host });
}

/** A listening socket's Recv-Q counts the connections that nobody has accepted. */
function accepting({ program, host, rows }: Where): Descriptor {
  const waiting = rows.find(({ state, recvQ }) => state === 'LISTEN' && recvQ > 0)?.recvQ;
  return waiting === undefined
    ? message('trace.watch-accept', { program, host })
    : message('trace.watch-accept-queue', { host, waiting: String(waiting) });
}

function receiving({ program, host, rows }: Where): Descriptor {
  const bytes = rows.find(({ state, recvQ }) => state !== 'LISTEN' && recvQ > 0)?.recvQ;
  return bytes === undefined
    ? message('trace.watch-receive', { program })
    : message('trace.watch-receive-queue', { host, bytes: String(bytes) });
}
