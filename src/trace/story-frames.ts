/**
 * What the wire did in a stretch. Frames that passed are told in one line; one that waits, goes on or
 * is lost has a line of its own, because there the reader can act.
 */
import type { FrameEvent } from '#protocol/events';
import { type Descriptor, message } from './descriptor.ts';
import { summaryOf } from './dissect.ts';
import type { FrameState } from './fold.ts';
import { frameSentence, frameText } from './frame-sentence.ts';
import { eventsOf, MOST, type StoryLine, type Stretch } from './story-line.ts';

const WEIGHT = { interfered: 95, crossed: 84 };
/** So many frames are named; more are only counted. */
const NAMED = 4;

type Found = { event: FrameEvent; moment: number };

export function frameLines(stretch: Stretch): StoryLine[] {
  const found: Found[] = [];
  for (const { event, moment } of eventsOf(stretch))
    if (event.type === 'frame') found.push({ event, moment });
  if (found.length === 0) return [];
  const frames = new Map(stretch.at(stretch.to).frames.map(frame => [frame.id, frame]));
  const interfered = found.filter(({ event }) => isInterference(event, frames.get(event.id)));
  return [
    ...interfered.slice(-MOST).map(each => interference(stretch, each)),
    ...crossing(stretch, found, frames),
  ];
}

/** Neither what only passes, nor what becomes of a copy. */
function isInterference({ verb }: FrameEvent, frame: FrameState | undefined): boolean {
  if (verb === 'sent' || verb === 'delivered' || frame === undefined || frame.copyOf !== null) return false;
  // A frame that waited for a moment only is told by what let it go.
  return verb !== 'held' || frame.status === 'held';
}

const interference = ({ at }: Stretch, { event, moment }: Found): StoryLine => ({
  moment,
  message: frameSentence(event, at(moment)),
  picked: { kind: 'frame', id: event.id },
  kind: 'frame',
  weight: WEIGHT.interfered,
});

/** Frames that were sent and neither wait nor are lost. Who asks for an address is told only when alone. */
function crossing(
  { at }: Stretch,
  found: readonly Found[],
  frames: ReadonlyMap<number, FrameState>,
): StoryLine[] {
  const sent = found.flatMap(({ event, moment }) => {
    const frame = event.verb === 'sent' ? frames.get(event.id) : undefined;
    if (frame === undefined || frame.copyOf !== null) return [];
    return frame.status === 'held' || frame.status === 'dropped' ? [] : [{ event, moment, frame }];
  });
  const others = sent.filter(({ frame }) => summaryOf(frame).kind !== 'arp');
  const told = others.length > 0 ? others : sent;
  const [first] = told;
  const last = told.at(-1);
  if (first === undefined || last === undefined) return [];
  const arrived = found.findLast(({ event }) => event.verb === 'delivered' && event.id === last.frame.id);
  const moment = arrived?.moment ?? last.moment;
  const picked = { kind: 'frame', id: first.frame.id } as const;
  const line = { moment, began: first.moment, message: crossed(told, at), picked };
  return [{ ...line, kind: 'frame', weight: WEIGHT.crossed }];
}

type Sent = Found & { frame: FrameState };

/** "3 frames crossed: SYN (client); SYN, ACK (server); ACK (client)" */
function crossed(told: readonly Sent[], at: Stretch['at']): Descriptor {
  const [first, ...others] = told;
  if (first !== undefined && others.length === 0) return frameSentence(first.event, at(first.moment));
  const named = told
    .slice(0, NAMED)
    .map(({ frame }) =>
      message('trace.story-frame', { frame: frameText(summaryOf(frame)), from: frame.from }),
    );
  const list = named.reduceRight((rest, one) => message('trace.story-list', { one, rest }));
  const key = told.length > NAMED ? 'trace.story-frames-more' : 'trace.story-frames';
  return message(key, { count: String(told.length), list });
}
