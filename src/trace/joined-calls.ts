/**
 * The calls of a trace, each put onto the socket that its descriptor meant at that moment, and what
 * each has made of it.
 */
import type { TraceEvent } from '#protocol/events';
import {
  type CallFact,
  enteredFact,
  errnoIn,
  isConnect,
  isSend,
  setReturned,
  targetOf,
} from './call-facts.ts';
import type { Descriptors } from './descriptors.ts';
import { endpointOf, isLiteral, typedAtEnd, typedIn } from './endpoints.ts';
import type { FlowLinks } from './flow-links.ts';
import type { Processes } from './processes.ts';
import { lifeOf, peerIn, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import { mayPrecede, type Time } from './times.ts';

type Entered = Extract<TraceEvent, { type: 'call' }>;
type Returned = Extract<TraceEvent, { type: 'return' }>;

export type JoinedCalls = {
  readonly all: readonly CallFact[];
  enter(event: Entered, index: number, time: Time): void;
  leave(event: Returned, index: number, time: Time): void;
  /** Calls of a host that may make it look for a neighbour, newest last. */
  reaching(host: string): readonly CallFact[];
};

const PROTOCOLS: Readonly<Record<string, string>> = { SOCK_STREAM: 'tcp', SOCK_DGRAM: 'udp' };

export function openJoinedCalls(
  processes: Processes,
  descriptors: Descriptors,
  lives: SocketLives,
  links: FlowLinks,
): JoinedCalls {
  const all: CallFact[] = [];
  const open = new Map<string, CallFact>();
  const reaching = new Map<string, CallFact[]>();

  const keyOf = ({ program, task, id }: Entered | Returned): string =>
    `${processes.runOf(program)} ${task ?? ''} ${id}`;

  /** The socket that a call was made on. One that nobody has told of is a socket all the same. */
  function lifeAt(call: CallFact, fd: number): SocketLife {
    const { host, process, index, socket } = call;
    const known = descriptors.find(process, fd, processes.parentOf(process));
    if (socket !== null) {
      const life = lives.numbered(host, socket, index);
      if (known === undefined || lifeOf(known.life) !== life) descriptors.bind(process, fd, life, index);
      return life;
    }
    if (known !== undefined) return lifeOf(known.life);
    const life = lives.create(host, index, { isUnnamed: true });
    descriptors.bind(process, fd, life, index);
    return life;
  }

  /** The socket that a call has made. */
  function makes(call: CallFact, fd: number, socket: number | undefined): SocketLife {
    const { host, process, index, end } = call;
    const life =
      socket === undefined
        ? (shownOn(call, fd) ?? lives.create(host, index))
        : lives.numbered(host, socket, index);
    if (descriptors.past(process, fd)[0] !== life) descriptors.bind(process, fd, life, end ?? index);
    life.calls.push(call);
    if (call.call === 'socket') life.protocol ??= protocolIn(call);
    else {
      const peer = typedAtEnd(call.value ?? '');
      life.accepted = call;
      life.peer = peer === null ? null : endpointOf(peer);
    }
    return life;
  }

  /** A table may have shown it on its descriptor before the call came back. */
  function shownOn({ call, process, value, index, entered }: CallFact, fd: number): SocketLife | undefined {
    const bound = descriptors.find(process, fd);
    const shown = bound === undefined ? undefined : lifeOf(bound.life);
    if (bound === undefined || shown === undefined || shown.accepted !== null) return undefined;
    if (call === 'accept') {
      const peer = typedAtEnd(value ?? '');
      return peer !== null && shown.rows.some(row => peerIn(row) === endpointOf(peer)) ? shown : undefined;
    }
    const isNew = bound.from > index || shown.rows.some(({ time }) => mayPrecede(entered, time));
    return shown.calls.length === 0 && isNew ? shown : undefined;
  }

  /** What a call has done to its socket, now that it is back. */
  function settle(call: CallFact, life: SocketLife): void {
    const { index, end, process, fd } = call;
    if (call.call === 'close' && fd !== null) descriptors.release(process, fd, life, end ?? index);
    if (isConnect(call)) connected(call, life);
    if (call.failed) return;
    if (call.call === 'accept') links.accepts(call);
    if (call.call === 'listen') life.listens ??= call;
    const typed = call.call === 'bind' ? typedIn(call.args[0]) : null;
    if (typed !== null && typed.port !== 0 && isLiteral(typed)) life.bound = endpointOf(typed);
  }

  function connected(call: CallFact, life: SocketLife): void {
    const typed = targetOf(call);
    if (life.protocol !== 'udp') links.connects(call);
    else if (errnoIn(call) === null && !call.failed && typed !== null && isLiteral(typed))
      life.peer = endpointOf(typed);
  }

  return {
    all,
    enter(event, index, time) {
      const call = enteredFact(event, index, processes.ofTask(event.program, event.task), time);
      all.push(call);
      open.set(keyOf(event), call);
      if (isConnect(call) || isSend(call)) {
        const known = reaching.get(call.host) ?? [];
        reaching.set(call.host, known);
        known.push(call);
      }
      if (call.call === 'socket' || event.fd === null || event.fd < 0) return;
      const life = lifeAt(call, event.fd);
      call.life = life;
      life.calls.push(call);
      if (isConnect(call) && life.protocol !== 'udp') links.connects(call);
    },
    leave(event, index, time) {
      const call = open.get(keyOf(event));
      if (call === undefined) return;
      open.delete(keyOf(event));
      setReturned(call, event, index, time);
      const makesOne = call.call === 'socket' || call.call === 'accept';
      if (makesOne && !call.failed && event.fd !== null) call.made = makes(call, event.fd, event.socket);
      if (call.life !== null) settle(call, lifeOf(call.life));
    },
    reaching: host => reaching.get(host) ?? [],
  };
}

const protocolIn = ({ args: [family, type = ''] }: CallFact): string | null =>
  family === 'AF_UNIX' ? 'unix' : (PROTOCOLS[type] ?? null);
