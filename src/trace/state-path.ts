/**
 * The way of one TCP socket through RFC 9293's states. Tables are looked at now and then, and most states of
 * a connection last less than a look: what was passed in between is told from its segments, where the RFC
 * leaves no doubt, and is marked as not seen.
 */
import type { TcpState, TraceEvent } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import { joinOf } from './join-of.ts';
import { listenerFor } from './joined.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import { callBehind } from './state-causes.ts';
import { type Connection, type Evidence, evidenceOf, type Seen, type Segment } from './state-evidence.ts';
import { afterHearing, afterLeaving, type Hearing, hearingOf } from './state-segments.ts';
import { edgeBetween, type SocketKind, surelyBetween } from './tcp-diagram.ts';

export type PathCause =
  | { kind: 'call'; call: CallFact }
  /** a segment that left, or one that came, by the frame's id */
  | { kind: 'left' | 'arrived'; frame: number }
  /** every socket that a program makes begins closed */
  | { kind: 'made' }
  /** of the state that it was born in: the listening socket's, by its address */
  | { kind: 'born'; listener: string | null }
  /** a table shows it, and nothing tells what brought it there */
  | { kind: 'table' }
  /** the wait of TIME-WAIT is over */
  | { kind: 'time' }
  /** it stands in no table any more, and nothing tells why */
  | { kind: 'gone' };

export type PathStep = {
  state: TcpState;
  /** number of events after which it was there, as far as the trace tells */
  moment: number;
  cause: PathCause;
  /** number of events after which a table shows it; null: it was passed, or lasts, unseen */
  seenAt: number | null;
  /** It came here from the step before by a way of the diagram, past no other state. */
  isDirect: boolean;
};

/** Place in the trace and time, in ns. */
type Place = { index: number; time: number };

/** A table that was read before something happened may be told of so much later; ns. */
const JUST_NOW = 20_000_000;
/** A timer of a minute may run out seconds early or late. */
const ABOUT = 5_000_000_000;

/** The whole way in order; at an earlier moment the steps up to it. */
export function statePath(trace: readonly TraceEvent[], life: SocketLife): readonly PathStep[] {
  const join = joinOf(trace);
  const socket = lifeOf(life);
  const evidence = evidenceOf(trace, join, socket);
  const path = openPath(trace, socket, evidence);
  for (const each of evidence) path.take(each);
  return inOrder(path.steps);
}

/** What was read late was there when a table showed it, and before what came after it. */
function inOrder(steps: readonly PathStep[]): readonly PathStep[] {
  let latest = Number.POSITIVE_INFINITY;
  return steps
    .toReversed()
    .map(step => {
      latest = Math.min(latest, step.moment, step.seenAt ?? latest);
      return { ...step, moment: latest };
    })
    .reverse();
}

function openPath(trace: readonly TraceEvent[], life: SocketLife, evidence: readonly Evidence[]) {
  const join = joinOf(trace);
  const accepting = life.calls.find(
    ({ call, made }) => call === 'accept' && made !== null && lifeOf(made) === life,
  );
  const listener = listenerFor(join, life);
  const kind = kindOf(life, evidence, accepting, listener);
  const rows = evidence.filter(each => each.kind === 'row');
  const hearings = new Map<Connection, Hearing>();
  const steps: PathStep[] = [];

  const state = (): TcpState => steps.at(-1)?.state ?? 'CLOSED';
  /** when the newest state was entered */
  let since = 0;

  function enter(next: TcpState, { index, time }: Place, cause: PathCause, isDirect = true): void {
    since = time;
    steps.push({ state: next, moment: index + 1, cause, seenAt: null, isDirect });
  }

  function begin(place: Place): void {
    if (steps.length > 0) return;
    if (kind === 'accepted') {
      enter('LISTEN', place, { kind: 'born', listener });
      return;
    }
    const made = life.calls.find(each => each.call === 'socket' && each.made !== null);
    const index = Math.min(place.index, made?.end ?? place.index, life.calls[0]?.index ?? place.index);
    enter(
      'CLOSED',
      { ...place, index },
      made === undefined ? { kind: 'made' } : { kind: 'call', call: made },
    );
  }

  const callFor = (next: TcpState, { time }: Place, connection?: Connection): CallFact | undefined =>
    callBehind(next, time, life, join, connection);

  const orCall = (call: CallFact | undefined, otherwise: PathCause): PathCause =>
    call === undefined ? otherwise : { kind: 'call', call };

  function segment(each: Segment): void {
    const { kind: way, journey, connection } = each;
    const cause = { kind: way, frame: journey.id } as const;
    if (way === 'left') {
      const next = afterLeaving(state(), journey);
      const isEnd = next === 'CLOSED';
      if (next !== null) enter(next, each, orCall(callFor(next, each, connection), cause), !isEnd);
      return;
    }
    const hearing = hearings.get(connection) ?? hearingOf(trace, connection, rows, accepting?.end ?? null);
    if (state() === 'LISTEN' && kind === 'accepted' && isTakenUp(each)) enter('SYN-RECEIVED', each, cause);
    const { heard, states } = afterHearing(state(), each, hearing, kind);
    hearings.set(connection, { ...hearing, heard });
    for (const next of states)
      enter(next, each, cause, edgeBetween(state(), next) !== undefined && !journey.rst);
  }

  function row(seen: Seen): void {
    const shown = seen.row.state;
    if (shown === null) return;
    const known = steps.findLast(step => step.state === shown);
    if (shown === 'CLOSED' && state() !== 'CLOSED' && isOver(seen))
      enter(shown, seen, { kind: 'table' }, false);
    else if (known === undefined) {
      for (const { state: next, isDirect } of surelyBetween(state(), shown, kind) ?? [])
        enter(next, seen, orCall(callFor(next, seen), { kind: 'table' }), isDirect);
    }
    const step = steps.findLast(each => each.state === shown);
    if (step !== undefined) step.seenAt ??= seen.index + 1;
  }

  /** Whether a table that shows it closed is no older than what is known. */
  function isOver({ time }: Seen): boolean {
    const later = rows.filter(each => each.time > time);
    if (later.some(each => each.row.state !== 'CLOSED')) return false;
    return later.length > 0 || time - since > JUST_NOW;
  }

  function gone(place: Place): void {
    const before = state();
    const call = callFor('CLOSED', place);
    if (before === 'CLOSED') return;
    if (before === 'LISTEN' || before === 'SYN-SENT') {
      const index = call?.end ?? place.index;
      enter('CLOSED', { ...place, index }, orCall(call, { kind: 'gone' }), call !== undefined);
      return;
    }
    const timer = rows.at(-1)?.row.timer;
    const isTimedOut = before === 'TIME-WAIT' && place.time > (timer?.expiresAt ?? 0) - ABOUT;
    enter('CLOSED', place, { kind: isTimedOut ? 'time' : 'gone' }, isTimedOut || before === 'LAST-ACK');
  }

  return {
    steps,
    take(each: Evidence): void {
      begin(each);
      switch (each.kind) {
        case 'left':
        case 'arrived':
          segment(each);
          break;
        case 'row':
          row(each);
          break;
        case 'listens':
          if (state() === 'CLOSED') enter('LISTEN', each, { kind: 'call', call: each.call });
          break;
        case 'fails':
          if (state() === 'SYN-SENT') enter('CLOSED', each, { kind: 'call', call: each.call }, false);
          break;
        case 'gone':
          gone(each);
          break;
        default:
          each satisfies never;
      }
    },
  };
}

/** A SYN that the listening socket has answered. */
const isTakenUp = ({ journey, connection }: Segment): boolean =>
  journey.syn && journey.ack === null && connection.own.some(({ syn }) => syn);

function kindOf(
  life: SocketLife,
  evidence: readonly Evidence[],
  accepting: CallFact | undefined,
  listener: string | null,
): SocketKind {
  if (accepting !== undefined) return 'accepted';
  const isMade = ({ call }: CallFact): boolean =>
    ['socket', 'connect', 'connect_ex', 'listen'].includes(call);
  if (life.calls.some(isMade)) return 'own';
  const segment = evidence.find((each): each is Segment => each.kind === 'left' || each.kind === 'arrived');
  if (segment !== undefined) return segment.connection.side === 1 ? 'accepted' : 'own';
  const isConnected = evidence.some(each => each.kind === 'row' && each.row.peer !== null);
  return isConnected && listener !== null ? 'accepted' : 'own';
}
