/** The call of a program that brought its socket into a state: those that a program asks for have one. */
import type { TcpState } from '#protocol/events';
import { type CallFact, isConnect, isReceive, isSend, isShutdown } from './call-facts.ts';
import type { Join } from './join.ts';
import { stretchesIn } from './joined.ts';
import type { SocketLife } from './socket-life.ts';
import type { Connection } from './state-evidence.ts';

/** @param time at which the state was told of, in ns */
export function callBehind(
  state: TcpState,
  time: number,
  { calls }: SocketLife,
  join: Join,
  connection?: Connection,
): CallFact | undefined {
  const before = calls.filter(({ entered }) => entered.earliest <= time);
  switch (state) {
    case 'LISTEN':
      return calls.find(({ call, failed }) => call === 'listen' && !failed);
    case 'SYN-SENT':
      return before.findLast(isConnect);
    case 'FIN-WAIT-1':
    case 'LAST-ACK':
      return connection === undefined ? before.findLast(isClosing) : finCall(join, connection);
    case 'CLOSED':
      return before.findLast(isClosing);
    default:
      return undefined;
  }
}

const isClosing = (call: CallFact): boolean => call.call === 'close' || isShutdown(call);

function finCall(join: Join, { flow, side, ownFin }: Connection): CallFact | undefined {
  for (const [call, stretches] of stretchesIn(join, flow)) {
    if (isSend(call) || isReceive(call)) continue;
    if (stretches.some(each => each.side === side && each.end === ownFin)) return call;
  }
  return undefined;
}
