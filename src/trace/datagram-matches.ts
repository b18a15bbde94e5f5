/**
 * Which call has sent a datagram and which has taken it: each call moves exactly one, in order. One
 * that was lost on the way, or dropped at a full buffer, is passed over.
 */
import { bytesMoved, type CallFact, isReceive, isSend, targetOf } from './call-facts.ts';
import type { Datagram } from './datagrams.ts';
import { endpointOf, mayMean, typedAtEnd } from './endpoints.ts';
import type { SocketLife } from './socket-life.ts';
import { mayPrecede, type Time } from './times.ts';

export type Matches = readonly (readonly [CallFact, Datagram])[];

/** The sends of a socket with their datagrams. */
export function sends(life: SocketLife): Matches {
  const left = [...life.sent];
  return life.calls.flatMap((call): Matches => {
    if (!isSend(call) || call.failed) return [];
    const count = bytesMoved(call);
    const target = targetOf(call);
    const place = left.findIndex(
      ({ time, length, destination }) =>
        mayPrecede(call.entered, time) &&
        (count === null || count === length) &&
        (target === null || mayMean(target, destination)),
    );
    const [datagram] = place === -1 ? [] : left.splice(place, 1);
    return datagram === undefined ? [] : [[call, datagram]];
  });
}

/** The receives of a socket with what they took. */
export function receives(life: SocketLife): Matches {
  const left = life.received.toSorted((one, other) => one.time.latest - other.time.latest);
  return inOrderOfReturn(life.calls.filter(call => isReceive(call) && !call.failed)).flatMap(
    ([call, returned]): Matches => {
      const place = left.findIndex(
        ({ datagram, time }) => mayPrecede(time, returned) && fits(call, datagram),
      );
      // What came before it and was not taken has been dropped: nothing overtakes within a socket's buffer.
      const [found] = place === -1 ? [] : left.splice(0, place + 1).slice(-1);
      return found === undefined ? [] : [[call, found.datagram]];
    },
  );
}

/** Calls that have come back, each with when, in that order. */
function inOrderOfReturn(calls: readonly CallFact[]): (readonly [CallFact, Time])[] {
  return calls
    .flatMap(call => (call.left === null ? [] : [[call, call.left] as const]))
    .toSorted(([, one], [, other]) => one.latest - other.latest);
}

function fits(call: CallFact, { source, length }: Datagram): boolean {
  const from = typedAtEnd(call.value ?? '');
  if (from !== null && endpointOf(from) !== source) return false;
  const count = bytesMoved(call);
  // What does not fit the buffer is cut off (udp(7)).
  return count === null || count === length || (count < length && String(count) === call.args[0]);
}
