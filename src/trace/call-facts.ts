/**
 * A socket call of the trace, from being entered to its return, and what its texts tell: whom it is
 * for and how many bytes it moved.
 */
import type { TraceEvent } from '#protocol/events';
import { type Typed, typedIn } from './endpoints.ts';
import type { SocketLife } from './socket-life.ts';
import type { Flow } from './tcp-flows.ts';
import type { Time } from './times.ts';

export type CallFact = {
  host: string;
  program: string;
  task: string | undefined;
  /** which process of the program: "" its first one, "child-57" */
  process: string;
  id: number;
  call: string;
  args: readonly string[];
  fd: number | null;
  /** the kernel's number of the socket that `fd` is, where it is told */
  socket: number | null;
  line: number | null;
  /** places in the trace and times; null while it has not returned */
  index: number;
  seq: number;
  entered: Time;
  end: number | null;
  endSeq: number | null;
  left: Time | null;
  value: string | null;
  errno: number | null;
  failed: boolean;
  bytes: number | undefined;
  /** the socket that it was made on */
  life: SocketLife | null;
  /** the socket that it made */
  made: SocketLife | null;
  /** of a connect: the connection that it asked for */
  flow: Flow | null;
};

// asm-generic/socket.h
const MSG_PEEK = 2;
/** Where a call has its flags, if not as the second argument. */
const FLAGS_AT: Readonly<Record<string, number>> = {
  recv_into: 2,
  recvfrom_into: 2,
  recvmsg: 2,
  recvmsg_into: 2,
};

type Entered = Extract<TraceEvent, { type: 'call' }>;
type Returned = Extract<TraceEvent, { type: 'return' }>;

export const enteredFact = (event: Entered, index: number, process: string, entered: Time): CallFact => ({
  host: event.host,
  program: event.program,
  task: event.task,
  process,
  id: event.id,
  call: event.call,
  args: event.args,
  fd: event.fd,
  socket: event.socket ?? null,
  line: event.line,
  index,
  seq: event.seq,
  entered,
  end: null,
  endSeq: null,
  left: null,
  value: null,
  errno: null,
  failed: false,
  bytes: undefined,
  life: null,
  made: null,
  flow: null,
});

export function setReturned(call: CallFact, event: Returned, index: number, left: Time): void {
  call.end = index;
  call.endSeq = event.seq;
  call.left = left;
  call.value = event.value;
  call.errno = event.errno;
  call.failed = event.errno !== null || event.error !== null;
  call.bytes = event.moved;
}

export const isConnect = ({ call }: CallFact): boolean => call === 'connect' || call === 'connect_ex';
export const isSend = ({ call }: CallFact): boolean => call.startsWith('send');
export const isReceive = (fact: CallFact): boolean => fact.call.startsWith('recv') && !isPeek(fact);
/** Ends what its side sends (shutdown(2)); of close() only the last one does. */
export const isShutdown = ({ call, args }: CallFact): boolean => call === 'shutdown' && args[0] !== 'SHUT_RD';

/** Looking at what has come leaves it where it is (recv(2)); flags may be shown as a number. */
function isPeek({ call, args }: CallFact): boolean {
  const given = args.find(arg => arg.startsWith('flags=')) ?? args[FLAGS_AT[call] ?? 1] ?? '';
  const flags = given.replace('flags=', '');
  return flags.includes('MSG_PEEK') || (Number(flags) & MSG_PEEK) !== 0;
}

/** Whom a connect or a datagram is for, as typed. */
export function targetOf({ call, args }: CallFact): Typed | null {
  if (call === 'connect' || call === 'connect_ex') return typedIn(args[0]);
  return call === 'sendto' || call === 'sendmsg' ? typedIn(args.at(-1)) : null;
}

/** connect_ex() returns the number that connect() raises. */
export const errnoIn = ({ call, errno, value }: CallFact): number | null =>
  call === 'connect_ex' && value !== null && value !== '0' ? Number(value) : errno;

/** Bytes that a call moved; null when it has moved none (yet), or when its texts were cut too short to tell. */
export function bytesMoved(fact: CallFact): number | null {
  const { call, bytes, value, args, failed, end } = fact;
  if (bytes !== undefined) return bytes;
  if (end === null || failed || value === null) return null;
  if (call === 'sendall') return literalLength(args[0]);
  if (/^\d+$/.test(value)) return Number(value);
  return literalLength(value.replace(/^\((\d+, )?/, '')) ?? countIn(value);
}

/** recvfrom_into: "(5, ('10.0.0.1', 40000))" */
const countIn = (value: string): number | null => {
  const count = /^\((\d+), /.exec(value)?.[1];
  return count === undefined ? null : Number(count);
};

/** Length of the bytes that a text like "b'caf\xc3\xa9'" begins with; null when it is no such text, or cut. */
export function literalLength(text: string | undefined): number | null {
  const [, quote = '', content] =
    /^(?:bytearray\()?b(['"])((?:\\.|(?!\1)[^\\])*)\1(?!…)/s.exec(text ?? '') ?? [];
  if (quote === '' || content === undefined) return null;
  return content.replace(/\\(x[\da-f]{2}|.)/gs, '.').length;
}
