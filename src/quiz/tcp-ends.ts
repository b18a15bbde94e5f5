/** The two ends of one TCP connection, as far as opening and closing it leads (RFC 9293, 3.5 and 3.6). */

export type Side = 'client' | 'server';
/** "first" is the side that closes first. */
export type Act = 'connect' | 'first-closes' | 'other-closes' | 'both-close';
export type Segment =
  | 'SYN'
  | 'SYN, ACK'
  | 'ACK'
  | 'FIN'
  | 'ACK of FIN'
  | 'second FIN'
  | 'last ACK'
  | 'both FINs'
  | 'both ACKs';
/** "none": the kernel has no socket of this connection, not yet or no longer. */
export type Ends = Record<Side, string>;

export const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');
export const ends = (state: string): Ends => ({ client: state, server: state });

/** How a segment changes the ends: when it is sent, and when it arrives. */
type Sent = { segment: Segment; sends: Partial<Ends>; arrives: Partial<Ends> };

/** @param held the first segment of this kind waits on the wire, and with it all that would follow */
export function runOf(acts: readonly Act[], held: Segment | null, first: Side): Ends {
  const now = ends('none');
  for (const act of acts) {
    for (const { segment, sends, arrives } of exchange(act, first)) {
      Object.assign(now, sends);
      if (segment === held) return now;
      Object.assign(now, arrives);
    }
  }
  return now;
}

function exchange(act: Act, first: Side): Sent[] {
  const second = other(first);
  switch (act) {
    case 'connect':
      return [
        sent('SYN', { client: 'SYN-SENT' }, { server: 'SYN-RECEIVED' }),
        sent('SYN, ACK', {}, { client: 'ESTABLISHED' }),
        sent('ACK', {}, { server: 'ESTABLISHED' }),
      ];
    case 'first-closes':
      return [
        sent('FIN', { [first]: 'FIN-WAIT-1' }, { [second]: 'CLOSE-WAIT' }),
        sent('ACK of FIN', {}, { [first]: 'FIN-WAIT-2' }),
      ];
    case 'other-closes':
      return [
        sent('second FIN', { [second]: 'LAST-ACK' }, { [first]: 'TIME-WAIT' }),
        sent('last ACK', {}, { [second]: 'none' }),
      ];
    case 'both-close':
      return [
        sent('both FINs', ends('FIN-WAIT-1'), ends('CLOSING')),
        sent('both ACKs', {}, ends('TIME-WAIT')),
      ];
    default:
      return act satisfies never;
  }
}

const sent = (segment: Segment, sends: Partial<Ends>, arrives: Partial<Ends>): Sent => ({
  segment,
  sends,
  arrives,
});
