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
import { endpointOf, isLiteral, isWildcard, portIn, typedAtEnd, typedIn } from './endpoints.ts';
import { at, type FlowLinks } from './flow-links.ts';
import type { Processes } from './processes.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';

type Entered = Extract<TraceEvent, { type: 'call' }>;
type Returned = Extract<TraceEvent, { type: 'return' }>;

export type JoinedCalls = {
  readonly all: readonly CallFact[];
  enter(event: Entered, index: number, isLate: boolean): void;
  leave(event: Returned, index: number): void;
  /** Calls of a host that may make it look for a neighbour, newest last. */
  reaching(host: string): readonly CallFact[];
};

/** EINTR, EALREADY, EINPROGRESS: the connection is on its way all the same. */
const IN_PROGRESS: readonly number[] = [4, 114, 115];
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

  /** The socket of a call's descriptor. One that nobody has told of is a socket all the same. */
  function lifeAt(call: CallFact, fd: number): SocketLife {
    const known = descriptors.find(call.process, fd, processes.parentOf(call.process));
    if (known !== undefined) return lifeOf(known.life);
    const life = lives.create(call.host, call.index, { isUnnamed: true });
    descriptors.bind(call.process, fd, life, call.index);
    return life;
  }

  function put(call: CallFact, life: SocketLife): void {
    if (!life.calls.includes(call)) life.calls.push(call);
  }

  function connects(call: CallFact, life: SocketLife): void {
    const target = targetOf(call);
    if (target === null || life.protocol === 'udp') return;
    life.target = { ...target, index: call.index };
    links.connects(life, call.isLate);
  }

  function makes(call: CallFact, fd: number): SocketLife {
    const life = call.call === 'accept' ? accepted(call, fd) : created(call, fd);
    if (descriptors.past(call.process, fd)[0] !== life) {
      descriptors.bind(call.process, fd, life, call.end ?? call.index);
    }
    put(call, life);
    return life;
  }

  function created({ host, process, args, index, isLate }: CallFact, fd: number): SocketLife {
    const [family, type = ''] = args;
    const protocol = family === 'AF_UNIX' ? 'unix' : (PROTOCOLS[type] ?? null);
    // A table may have shown it on its descriptor before the call came back.
    const bound = descriptors.find(process, fd);
    const shown = bound === undefined ? undefined : lifeOf(bound.life);
    const isShown = shown?.calls.length === 0 && (isLate || (bound?.from ?? 0) > index);
    return isShown && shown !== undefined ? shown : lives.create(host, index, { protocol });
  }

  function accepted(call: CallFact, fd: number): SocketLife {
    const { host, process, life: listener, value, index } = call;
    const typed = typedAtEnd(value ?? '');
    if (typed === null || listener === null) return lives.create(host, index, { isAccepted: true });
    const peer = endpointOf(typed);
    // A table may have shown it on its new descriptor before the call came back.
    const bound = descriptors.find(process, fd);
    const shown = bound === undefined ? undefined : lifeOf(bound.life);
    const isShown = shown !== undefined && shown.peer === peer && !shown.isAccepted;
    const flow = links.arrived(listener, peer);
    const life = isShown ? shown : ((flow && at(flow, 1)) ?? queued(listener, peer) ?? fresh());
    life.isAccepted = true;
    if (flow === undefined) {
      if (life.flows.length === 0) links.awaits(life, listener, peer);
    } else {
      lives.setEnds(life, { local: flow.ends[1] });
      links.gives(flow, life);
    }
    return life;

    function fresh(): SocketLife {
      const own = listener?.local ?? null;
      const local = own === null || isWildcard(own) ? null : own;
      return lives.create(host, index, { protocol: 'tcp', peer, local });
    }
  }

  /** The one that has waited longest in the accept queue, as tables show it. */
  function queued({ host, local }: SocketLife, peer: string): SocketLife | undefined {
    if (local === null) return undefined;
    return lives
      .atPort(host, portIn(local))
      .findLast(life => life.peer === peer && !life.isAccepted && life.until === null);
  }

  /** What a call has done to its socket, now that it is back. */
  function settle(call: CallFact, life: SocketLife): void {
    const { index, end, process, fd } = call;
    if (call.call === 'close' && fd !== null) descriptors.release(process, fd, life, end ?? index);
    if (isConnect(call)) connected(call, life);
    if (call.failed) return;
    if (call.call === 'listen') life.listensFrom ??= index;
    if (call.call !== 'bind') return;
    const typed = typedIn(call.args[0]);
    life.isBound = true;
    if (typed !== null && typed.port !== 0 && isLiteral(typed))
      lives.setEnds(life, { local: endpointOf(typed) });
  }

  function connected(call: CallFact, life: SocketLife): void {
    const errno = errnoIn(call);
    if (errno !== null && !IN_PROGRESS.includes(errno)) life.target = null;
    const typed = targetOf(call);
    const isSettled = errno === null && !call.failed && life.protocol === 'udp';
    if (isSettled && typed !== null && isLiteral(typed)) lives.setEnds(life, { peer: endpointOf(typed) });
  }

  return {
    all,
    enter(event, index, isLate) {
      const call = enteredFact(event, index, processes.ofTask(event.program, event.task), isLate);
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
      put(call, life);
      if (isConnect(call)) connects(call, life);
    },
    leave(event, index) {
      const call = open.get(keyOf(event));
      if (call === undefined) return;
      open.delete(keyOf(event));
      setReturned(call, event, index);
      const makesOne = call.call === 'socket' || call.call === 'accept';
      if (makesOne && !call.failed && event.fd !== null) call.made = makes(call, event.fd);
      if (call.life !== null) settle(call, lifeOf(call.life));
    },
    reaching: host => reaching.get(host) ?? [],
  };
}
