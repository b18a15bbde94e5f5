/** What a host's kernel has thrown away, beside its name: a program is told of none of it. */
import type { LabState } from '#trace/fold';
import type { WordKey, Words } from './words.ts';

/** nstat(8)'s names; each is counted for the whole host. */
const SHOWN: readonly { counter: string; text: WordKey; title: WordKey }[] = [
  {
    counter: 'TcpExtListenOverflows',
    text: 'lab.sockets.overflows',
    title: 'lab.sockets.overflows-title',
  },
  { counter: 'UdpRcvbufErrors', text: 'lab.sockets.no-room', title: 'lab.sockets.no-room-title' },
  { counter: 'UdpInCsumErrors', text: 'lab.sockets.damaged', title: 'lab.sockets.damaged-title' },
  { counter: 'TcpInCsumErrors', text: 'lab.sockets.damaged', title: 'lab.sockets.damaged-title' },
];

type HostCountersProps = { host: string; now: LabState; before: LabState; words: Words };

export function HostCounters({ host, now, before, words }: HostCountersProps) {
  const countIn = ({ counters }: LabState, counter: string): number => counters[host]?.[counter] ?? 0;
  return SHOWN.filter(({ counter }) => countIn(now, counter) > 0).map(({ counter, text, title }) => {
    const n = countIn(now, counter);
    const isNew = countIn(before, counter) < n;
    return (
      <span
        key={counter}
        class={isNew ? 'lab-host-counter lab-changed' : 'lab-host-counter'}
        title={words.say(title, { counter })}
      >
        {words.say(text, { n })}
      </span>
    );
  });
}
