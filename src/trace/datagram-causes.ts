/** Why each datagram and each question for a neighbour was sent, and which calls came back because of one. */
import type { CallFact } from './call-facts.ts';
import { comesBack, type Linking } from './cause-links.ts';
import type { Datagram } from './datagrams.ts';
import type { Question } from './neighbour-questions.ts';
import { asksFor, callToldOf, matchesIn } from './related.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';

export function linkDatagram(datagram: Datagram, all: Linking): void {
  const { join, places, links } = all;
  const { frames, errors, sender, takers, arrivals, host } = datagram;
  const sending = callOf(all, sender, datagram, call => call.call.startsWith('send'));
  for (const { id } of frames) {
    const [sent, own] = [places.sent(id), join.frames.find(id)?.host ?? ''];
    if (sent === undefined) continue;
    if (own === host) links.set(sent, sending?.index);
    else links.set(sent, cameTo(all, frames, own, sent));
  }
  for (const { id } of errors) {
    const sent = places.sent(id);
    if (sent !== undefined) links.set(sent, cameTo(all, frames, join.frames.find(id)?.host ?? '', sent));
  }
  for (const life of takers) {
    const taking = callOf(all, life, datagram, call => call.call.startsWith('recv'));
    const arrival = arrivals.find(each => each.host === life.host);
    if (taking !== undefined) comesBack(all, taking, arrival?.index);
  }
  const told = callToldOf(datagram);
  const error = errors[0] && places.delivered(errors[0].id, host);
  if (told !== undefined) comesBack(all, told, error);
}

/** The newest delivery of one of these frames to a host, before a place in the trace. */
function cameTo(
  { places }: Linking,
  frames: readonly { id: number }[],
  host: string,
  before: number,
): number | undefined {
  const came = frames.flatMap(({ id }) => places.delivered(id, host) ?? []);
  return came.findLast(index => index < before) ?? came.at(-1);
}

function callOf(
  { join }: Linking,
  life: SocketLife | null,
  datagram: Datagram,
  isMeant: (call: CallFact) => boolean,
): CallFact | undefined {
  const matches = life === null ? [] : matchesIn(join, lifeOf(life));
  return matches.find(([call, moved]) => moved === datagram && isMeant(call))?.[0];
}

export function linkQuestion(question: Question, { join, places, links }: Linking): void {
  const { frames, host, keptBack } = question;
  let asked: number | undefined;
  for (const frame of frames) {
    const sent = places.sent(frame.id);
    if (sent === undefined) continue;
    if (frame.host !== host) {
      const [last] = frames.filter(each => each.host === host && each.index < frame.index).slice(-1);
      links.set(sent, last && places.delivered(last.id, frame.host));
      continue;
    }
    links.set(sent, asked ?? asksFor(join, question)[0]?.index);
    asked = sent;
  }
  const answer = frames.findLast(frame => frame.host !== host);
  const [came, left] = [answer && places.delivered(answer.id, host), keptBack && places.sent(keptBack.id)];
  // It was kept back until then, but it is the call's all the same.
  if (came !== undefined && left != null) links.also(left, came);
}
