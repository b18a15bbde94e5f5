/**
 * Cause and effect among the events of a trace: a call and the frames that it sent, a frame and the call
 * that waited for it, a table and what changed it. Only what the events leave no doubt about; an event
 * that is a reader's or a timer's doing has no cause here.
 */
import type { TraceEvent } from '#protocol/events';
import { type CauseLinks, openCauseLinks } from './cause-links.ts';
import { linkDatagram, linkQuestion } from './datagram-causes.ts';
import { type FramePlaces, framePlaces } from './frame-places.ts';
import type { Join } from './join.ts';
import { joinOf } from './join-of.ts';
import { linkReturns, linkSegments } from './segment-causes.ts';
import { linkTables } from './table-causes.ts';
import { linkTasks, type Woken } from './task-causes.ts';
import { mayPrecede } from './times.ts';

type Trace = readonly TraceEvent[];

const known = new WeakMap<Trace, { length: number; links: CauseLinks }>();

/** The `seq` of the event that brought this one about; null when there is none, or nobody can tell. */
export function causeOf(trace: Trace, seq: number): number | null {
  const index = placeOf(trace, seq);
  const cause = index === undefined ? undefined : linksOf(trace).causeOf(index);
  return cause === undefined ? null : (trace[cause]?.seq ?? null);
}

/** What an event has brought about, in order; more than those that have it as their one cause. */
export function effectsOf(trace: Trace, seq: number): number[] {
  const index = placeOf(trace, seq);
  const effects = index === undefined ? [] : linksOf(trace).effectsOf(index);
  return effects.flatMap(effect => trace[effect]?.seq ?? []);
}

/** Mostly the seq is the place itself, or one more. */
function placeOf(trace: Trace, seq: number): number | undefined {
  const near = [seq, seq - (trace[0]?.seq ?? 0)].find(index => trace[index]?.seq === seq);
  const index = near ?? trace.findIndex(event => event.seq === seq);
  return index === -1 ? undefined : index;
}

function linksOf(trace: Trace): CauseLinks {
  const before = known.get(trace);
  if (before?.length === trace.length) return before.links;
  const links = workedOut(trace);
  known.set(trace, { length: trace.length, links });
  return links;
}

function workedOut(trace: Trace): CauseLinks {
  const join = joinOf(trace);
  const links = openCauseLinks();
  const places = framePlaces(trace);
  const all = { join, links, places };
  const woken = linkTasks(trace, links);
  for (const id of places.ids) linkFates(id, places, links);
  for (const flow of join.flows.all) {
    linkSegments(flow, all);
    linkReturns(flow, all);
  }
  for (const datagram of join.frames.datagrams) linkDatagram(datagram, all);
  for (const question of join.frames.questions) linkQuestion(question, all);
  linkTables(trace, all);
  for (const each of woken) links.set(each.index, wakerOf(trace, join, links, each));
  return links;
}

/** What happened to a frame is because of what was done to it before: it was held, so it was released. */
function linkFates(id: number, places: FramePlaces, links: CauseLinks): void {
  let before: number | undefined;
  for (const { index, verb } of places.of(id)) {
    if (before !== undefined) links.set(index, before);
    // A switch may deliver one frame at several ports.
    if (verb !== 'delivered') before = index;
  }
}

/** What a sleeping call waited for: that because of which it came back, or what was typed. */
function wakerOf(
  trace: Trace,
  join: Join,
  links: CauseLinks,
  { index, program, call }: Woken,
): number | undefined {
  const end = join.calls.all.find(each => each.index === call)?.end;
  const cause = end == null ? undefined : links.causeOf(end);
  if (cause !== undefined && cause !== call) return isAfter(join, cause, index) ? undefined : cause;
  if (call !== undefined) return undefined;
  const typed = trace
    .slice(0, index)
    .findLastIndex(event => event.type === 'input' && event.program === program);
  return typed === -1 ? undefined : typed;
}

/** What a call took last may have come while its program was on its way to it, awake already. */
function isAfter({ times }: Join, cause: number, effect: number): boolean {
  const [then, woke] = [times[cause], times[effect]];
  return then !== undefined && woke !== undefined && !mayPrecede(then, woke);
}
