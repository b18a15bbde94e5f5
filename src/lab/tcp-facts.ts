/**
 * The figures of struct tcp_info that a course on sockets talks about, under the names that ss(8) gives them,
 * and the timer that runs.
 */
import type { SocketRow } from '#protocol/events';
import { durationText, secondsText } from './duration.ts';
import type { WordKey, Words } from './words.ts';

export type Fact = {
  /** as ss(8) and the kernel name it, in every language */
  name: string;
  value: string;
  /** key of the sentence that explains it */
  about: WordKey;
};

/** None for what is not connected. */
export function factsOf({ tcp }: SocketRow, words: Words): Fact[] {
  if (tcp === undefined) return [];
  const { cwnd, ssthresh, rttUs, rtoMs, retransmits, totalRetransmits, unacked, mss, sndWscale, rcvWscale } =
    tcp;
  const segments = (n: number) => words.say(n === 1 ? 'lab.fact.segment' : 'lab.fact.segments', { n });
  const orUnset = (value: number | null, told: (value: number) => string) =>
    value === null ? words.say('lab.fact.not-set') : told(value);
  const scales = sndWscale === null || rcvWscale === null ? null : `${sndWscale}, ${rcvWscale}`;
  return [
    { name: 'cwnd', value: segments(cwnd), about: 'lab.fact.cwnd' },
    { name: 'ssthresh', value: orUnset(ssthresh, segments), about: 'lab.fact.ssthresh' },
    { name: 'rtt', value: orUnset(rttUs, us => durationText(us * 1000)), about: 'lab.fact.rtt' },
    { name: 'rto', value: `${rtoMs} ms`, about: 'lab.fact.rto' },
    { name: 'unacked', value: segments(unacked), about: 'lab.fact.unacked' },
    { name: 'retrans', value: `${retransmits}`, about: 'lab.fact.retransmits' },
    { name: 'resent', value: segments(totalRetransmits), about: 'lab.fact.resent' },
    { name: 'mss', value: words.say('lab.wire.bytes', { n: mss }), about: 'lab.fact.mss' },
    { name: 'wscale', value: scales ?? words.say('lab.fact.not-set'), about: 'lab.fact.wscale' },
  ];
}

/**
 * What the kernel does when a socket's timer is over, and how long it takes: "TIME-WAIT for 43 s more". Null:
 * none runs.
 *
 * @param at the box's time, in ns
 */
export function timerText({ timer, state, owners }: SocketRow, at: number, words: Words): string | null {
  if (timer === undefined) return null;
  const time = secondsText(timer.expiresAt - at);
  const what = words.say(timerKey(timer.kind, state, owners.length > 0), { state: state ?? '', time });
  return timer.count === 0 ? what : words.say('lab.timer.count', { what, n: timer.count });
}

type Kind = NonNullable<SocketRow['timer']>['kind'];

/** A connection that nobody holds any more is not asked for ever (tcp_fin_timeout in tcp(7)). */
function timerKey(kind: Kind, state: SocketRow['state'], isHeld: boolean): WordKey {
  switch (kind) {
    case 'time-wait':
      return 'lab.timer.time-wait';
    case 'retransmit':
      return 'lab.timer.retransmit';
    case 'probe':
      return 'lab.timer.probe';
    case 'keepalive':
      return state === 'FIN-WAIT-2' && !isHeld ? 'lab.timer.forget' : 'lab.timer.keepalive';
    default:
      return kind satisfies never;
  }
}
