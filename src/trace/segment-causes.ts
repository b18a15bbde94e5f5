/**
 * Why each segment of a connection was sent, and which calls came back because of one. A program's call
 * sends data, SYN and FIN; all else the kernel answers to what has come to it (RFC 9293).
 */
import { type CallFact, isConnect, isReceive, isSend, isShutdown } from './call-facts.ts';
import { comesBack, type Linking, newestOf } from './cause-links.ts';
import type { Join } from './join.ts';
import { bothOf, resetBy, stretchesIn } from './related.ts';
import { type Flow, type FlowFrame, otherSide, overlap, type Side } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

/** A kernel answers at once; what it sends later without a call is a program's end; ns. */
const AT_ONCE = 50_000_000;

export function linkSegments(flow: Flow, { join, places, links }: Linking): void {
  const owners = ([0, 1] as const).map(side => hostAt(join, flow, side));
  const calls = [...stretchesIn(join, flow)];
  const highest: [number, number] = [0, 0];

  const hostOf = (part: FlowFrame): string => join.frames.find(part.id)?.host ?? '';

  /** The delivery to a host of the newest frame before another one that is as wanted. */
  function come(to: string, before: FlowFrame, isWanted: (part: FlowFrame) => boolean): number | undefined {
    for (let place = flow.frames.indexOf(before) - 1; place >= 0; place -= 1) {
      const part = flow.frames[place];
      if (part === undefined || !isWanted(part)) continue;
      const delivered = places.delivered(part.id, to);
      if (delivered !== undefined && isBefore(delivered, before)) return delivered;
    }
    return undefined;
  }

  const isBefore = (index: number, { time }: FlowFrame): boolean => {
    const then = join.times[index];
    return then !== undefined && mayPrecede(then, time);
  };

  const isJustBefore = (one: FlowFrame, other: FlowFrame): boolean =>
    other.time.latest - one.time.latest < AT_ONCE;

  /** A segment that takes up numbers is a program's, unless it is sent again or answers a SYN. */
  function carrying(part: FlowFrame): number | undefined {
    const { side, carries, syn } = part;
    if (carries === null) return undefined;
    const isAgain = carries.start < highest[side];
    highest[side] = Math.max(highest[side], carries.end);
    if (isAgain) {
      const earlier = flow.frames.find(each => each.carries !== null && overlap(each.carries, carries));
      return earlier === undefined ? undefined : places.sent(earlier.id);
    }
    if (syn && side === 1) return come(hostOf(part), part, each => each.syn && each.side === 0);
    const senders = calls.filter(
      ([call, own]) =>
        isSender(call, side) &&
        mayPrecede(call.entered, part.time) &&
        own.some(each => overlap(each, carries)),
    );
    return senders.toSorted(([one], [other]) => one.entered.latest - other.entered.latest).at(-1)?.[0].index;
  }

  const isSender = (call: CallFact, side: Side): boolean => {
    const own = call.life === null ? -1 : bothOf(join, flow).indexOf(call.life);
    return own === side && (isConnect(call) || isSend(call) || isShutdown(call) || call.call === 'close');
  };

  function causeOf(part: FlowFrame): number | undefined {
    const { side, carries, acknowledges, rst, isError } = part;
    const host = hostOf(part);
    if (isError) return come(host, part, each => overlaps(each, carries));
    // A router sends what has come to it.
    if (host !== owners[side]) return come(host, part, each => each.side === side && !each.isError);
    const back = otherSide(side);
    if (rst) {
      const closing = resetBy(join, flow, part).find(({ call }) => call === 'close');
      return closing?.index ?? come(host, part, each => each.side === back && isJustBefore(each, part));
    }
    if (carries !== null) return carrying(part);
    const acknowledged = come(host, part, each => each.side === back && overlaps(each, acknowledges));
    return acknowledged ?? come(host, part, each => each.side === back);
  }

  for (const part of flow.frames) {
    const sent = places.sent(part.id);
    if (sent !== undefined) links.set(sent, causeOf(part));
  }
}

const overlaps = (part: FlowFrame, stretch: FlowFrame['carries']): boolean =>
  stretch !== null && part.carries !== null && overlap(part.carries, stretch);

/** The host that has an end of a connection: not a router in between. */
function hostAt(join: Join, flow: Flow, side: Side): string | undefined {
  if (side === 0 || flow.scope !== '') return flow.host;
  const first = flow.frames.find(part => part.side === 1 && !part.isError);
  return flow.goal ?? bothOf(join, flow)[1]?.host ?? (first && join.frames.find(first.id)?.host);
}

/** The calls that came back because of what had come to their host. */
export function linkReturns(flow: Flow, all: Linking): void {
  const { join, places } = all;
  const first = (host: string, isWanted: (part: FlowFrame) => boolean): number | undefined =>
    flow.frames
      .filter(isWanted)
      .map(({ id }) => places.delivered(id, host))
      .find(index => index !== undefined);

  for (const [call, stretches] of stretchesIn(join, flow)) {
    const { host } = call;
    if (isConnect(call) && !call.failed)
      comesBack(
        all,
        call,
        first(host, part => part.syn && part.side === 1),
      );
    else if (call.call === 'accept')
      comesBack(
        all,
        call,
        first(host, part => part.side === 0 && !part.syn),
      );
    else if (isReceive(call)) {
      const parts = flow.frames.filter(part => !part.isError && stretches.some(each => overlaps(part, each)));
      const came = parts.flatMap(({ id }) => places.delivered(id, host) ?? []);
      comesBack(all, call, newestOf(join, came, call.left) ?? came[0]);
    }
  }
  for (const part of flow.frames.filter(({ rst, isError }) => rst || isError)) {
    const told = bothOf(join, flow)[part.isError ? part.side : otherSide(part.side)];
    const calls = resetBy(join, flow, part).filter(call => call.failed && call.life === told);
    for (const call of calls) comesBack(all, call, places.delivered(part.id, call.host));
  }
}
