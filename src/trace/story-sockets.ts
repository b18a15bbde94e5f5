/** How the hosts' sockets differ at the end of a stretch from its beginning: one line for each socket. */
import type { Descriptor } from './descriptor.ts';
import { changesOf } from './socket-change.ts';
import type { StoryLine, Stretch } from './story-line.ts';

const WEIGHT = { 'trace.socket-state': 80, 'trace.socket-gone': 58 } as Readonly<Record<string, number>>;
const OTHER = 64;

export function socketLines(stretch: Stretch): StoryLine[] {
  const before = stretch.at(stretch.from);
  const end = stretch.at(stretch.to);
  return Object.keys(end.sockets).flatMap(host => {
    const rows = end.sockets[host] ?? [];
    return changesOf(host, before.sockets[host] ?? [], rows).map(({ message, row, isGone }): StoryLine => {
      const told = momentOf(stretch, host, message);
      const moment = isGone ? stretch.from : told;
      return {
        moment: told,
        message,
        picked: { kind: 'socket', host, row, moment },
        kind: 'socket',
        weight: WEIGHT[message.key] ?? OTHER,
      };
    });
  });
}

/** The last table in which something changed about the socket of this message, which names its ends. */
function momentOf({ events, from, to, at }: Stretch, host: string, { values }: Descriptor): number {
  for (let moment = to; moment > from; moment -= 1) {
    const event = events[moment - 1];
    if (event?.type !== 'sockets' || event.host !== host) continue;
    const changes = changesOf(host, at(moment - 1).sockets[host] ?? [], event.sockets);
    if (changes.some(({ message }) => message.values.socket === values.socket)) return moment;
  }
  return to;
}
