/**
 * Who can wake a program that the kernel has asleep: read from the call it sleeps in, from the
 * socket that the call is on, and from the frames of that socket that wait on the wire. Says what
 * would do, never that it will happen.
 */
import type { SocketRow } from '#protocol/events';
import { type Descriptor, message } from './descriptor.ts';
import { summaryOf } from './dissect.ts';
import type { Flow } from './flow.ts';
import type { FrameState, LabState } from './fold.ts';
import { frameText } from './frame-sentence.ts';
import { isOfProcess } from './task.ts';
import { heldBetween, heldDatagram, heldHandshake } from './waiting-frames.ts';

type Waiting = { name: string; fd: number | null };

/** Names of one wait in C and in Python; poll and select are looked through (see waitingIn). */
const ACCEPTING = ['accept', 'accept4'];
const RECEIVING = ['recv', 'recvfrom', 'recvmsg', 'recv_into', 'recvfrom_into', 'read', 'readv'];
const SENDING = ['send', 'sendall', 'sendto', 'sendmsg', 'sendfile', 'write', 'writev'];
const CONNECTING = ['connect', 'create_connection'];
const SLEEPING = ['clock_nanosleep', 'nanosleep', 'pause'];
const POLLING = ['poll', 'ppoll', 'select', 'pselect6', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2'];
const CHILD_WAITING = ['wait4', 'waitid', 'waitpid'];

/** Who can wake the program's main thread, or one of its tasks. Null when it is not blocked. */
export function whoCanUnblock(state: LabState, program: string, task?: string): Descriptor | null {
  const sleeper = flowOf(state, program, task);
  const host = state.programs[program]?.host;
  if (sleeper === undefined || host === undefined || sleeper.blocked === null) return null;
  const { name, fd } = waitingIn(sleeper);
  const row = socketOf(state, program, task, fd);
  const held = row === undefined ? undefined : heldFor(state, host, name, row);
  if (held !== undefined) return release(held);
  if (ACCEPTING.includes(name)) return acceptor(row);
  if (RECEIVING.includes(name)) {
    return fd === 0 && row === undefined ? message('trace.unblock-you') : receiver(state, row);
  }
  if (SENDING.includes(name)) return sender(row);
  if (CONNECTING.includes(name)) return connector(row, sleeper);
  if (SLEEPING.includes(name)) return message('trace.unblock-time');
  if (POLLING.includes(name)) return message('trace.unblock-any-socket');
  if (CHILD_WAITING.includes(name)) return message('trace.unblock-child');
  if (name === 'futex') return message('trace.unblock-thread');
  return message('trace.unblock-unknown');
}

/** The program's main thread, or one of its tasks. */
export const flowOf = (state: LabState, program: string, task: string | undefined): Flow | undefined =>
  task === undefined ? state.programs[program] : state.programs[program]?.tasks[task];

/**
 * What the program waits in. With a timeout Python polls before it accepts or receives: then the
 * call that has not returned says more than the system call.
 */
export function waitingIn({ blocked, call }: Flow): Waiting {
  const open = call !== null && !call.returned ? call : null;
  const syscall = blocked?.syscall ?? '';
  if (open !== null && POLLING.includes(syscall)) return { name: open.call, fd: open.fd };
  return { name: syscall, fd: blocked?.fd ?? (sameWait(syscall, open?.call) ? (open?.fd ?? null) : null) };
}

function sameWait(syscall: string, call: string | undefined): boolean {
  if (call === undefined) return false;
  return [ACCEPTING, RECEIVING, SENDING, CONNECTING].some(
    names => names.includes(syscall) && names.includes(call),
  );
}

/** A forked child has descriptors of its own, numbered as its parent's are. */
function socketOf(
  { programs, sockets }: LabState,
  program: string,
  task: string | undefined,
  fd: number | null,
): SocketRow | undefined {
  const { host, tasks } = programs[program] ?? { host: '', tasks: {} };
  return sockets[host]?.find(({ owners }) =>
    owners.some(
      owner =>
        owner.program === program && owner.fd === fd && isOfProcess(owner.pid, task, Object.keys(tasks)),
    ),
  );
}

function acceptor(row: SocketRow | undefined): Descriptor {
  if (row?.local == null) return message('trace.unblock-any-client');
  return reaching('trace.unblock-client', row.local);
}

/** Nobody sends to the wildcard address: there it is the port that counts. */
function reaching(key: 'trace.unblock-client' | 'trace.unblock-datagram', local: string): Descriptor {
  const [, address, port = ''] = /^(.*):(\d+)$/.exec(local) ?? [];
  return address === '0.0.0.0' || address === '[::]'
    ? message(`${key}-port`, { port })
    : message(key, { local });
}

function receiver(state: LabState, row: SocketRow | undefined): Descriptor {
  if (row === undefined) return message('trace.unblock-unknown');
  if (row.peerInode !== undefined) return other(programOf(state, row.peerInode), row.peer);
  if (row.peer === null) {
    return row.local === null
      ? message('trace.unblock-unknown')
      : reaching('trace.unblock-datagram', row.local);
  }
  return other(programAtOtherEnd(state, row), row.peer);
}

/** Of two connected Unix sockets mostly one has a name, and of a pair none. */
function other(program: string | undefined, peer: string | null): Descriptor {
  if (program === undefined)
    return peer === null ? message('trace.unblock-unknown') : message('trace.unblock-peer', { peer });
  return peer === null
    ? message('trace.unblock-program', { program })
    : message('trace.unblock-peer-program', { program, peer });
}

function sender(row: SocketRow | undefined): Descriptor {
  return row?.peer == null
    ? message('trace.unblock-unknown')
    : message('trace.unblock-reader', { peer: row.peer });
}

function connector(row: SocketRow | undefined, program: Flow): Descriptor {
  if (row?.peer != null) return message('trace.unblock-host', { host: addressOf(row.peer) });
  const args = program.call?.returned === false ? program.call.args.join(', ') : '';
  if (args === '') return message('trace.unblock-unknown');
  // While the neighbour is looked for, the socket has no peer yet: the call says whom it wants.
  return message('trace.unblock-host', { host: /^\('([^']+)', \d+/.exec(args)?.[1] ?? args });
}

function programAtOtherEnd(state: LabState, row: SocketRow): string | undefined {
  for (const rows of Object.values(state.sockets)) {
    const other = rows.find(({ local, peer }) => local === row.peer && peer === row.local);
    const owner = other?.owners.find(({ program }) => program !== null);
    if (owner?.program != null) return owner.program;
  }
  return undefined;
}

function programOf({ sockets }: LabState, inode: number): string | undefined {
  const row = Object.values(sockets)
    .flat()
    .find(each => each.inode === inode);
  return row?.owners.find(({ program }) => program !== null)?.program ?? undefined;
}

/** The frame that waits on the wire while the call waits for it. */
function heldFor(state: LabState, host: string, name: string, row: SocketRow): FrameState | undefined {
  if (ACCEPTING.includes(name)) return heldHandshake(state, host, row);
  if (![...RECEIVING, ...SENDING, ...CONNECTING].includes(name)) return undefined;
  return row.peer === null ? heldDatagram(state, host, row) : heldBetween(state, row);
}

const release = (frame: FrameState): Descriptor =>
  message('trace.unblock-release', { from: frame.from, frame: frameText(summaryOf(frame)) });

/** "10.0.0.2" of "10.0.0.2:3333" */
const addressOf = (endpoint: string): string => endpoint.replace(/:\d+$/, '');
