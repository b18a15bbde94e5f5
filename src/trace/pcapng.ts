/**
 * A run as a capture file for Wireshark: one interface per end of a link, a packet where a frame was
 * sent and one where it was delivered, as if tcpdump had run at every end. What the wire did to a
 * frame is not in any bytes, so it stands in comments.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { bytesOf, joined } from './bytes.ts';
import {
  type Direction,
  enhancedPacket,
  interfaceDescription,
  type Packet,
  sectionHeader,
} from './pcapng-block.ts';

export type CaptureOptions = {
  /** when the box opened, in ns since 1970, UTC; without it the times count from there */
  start?: bigint;
};

/** The whole file. Frames of loopback are in it once, as on any machine's lo. */
export function pcapngOf(
  trace: readonly TraceEvent[],
  network: Network,
  { start }: CaptureOptions = {},
): Uint8Array<ArrayBuffer> {
  const ends = endsOf(trace, network);
  const blocks = [sectionHeader('Sockscope', remarks(trace, start))];
  for (const end of ends) {
    blocks.push(interfaceDescription(end.name, end.link === LOOPBACK ? [LOOPBACK_REMARK] : []));
  }
  for (const { event, story, delivery } of sightings(trace)) {
    blocks.push(enhancedPacket(packetOf(event, story, delivery, ends, start ?? 0n)));
  }
  return joined(blocks);
}

const LOOPBACK = 'lo';
const LOOPBACK_REMARK =
  'Frames on loopback never leave the kernel, which does not finish their TCP and UDP checksums.';

function remarks(trace: readonly TraceEvent[], start: bigint | undefined): string[] {
  const isCut = trace.some(event => event.type === 'truncated' && event.what === 'frames');
  return [
    'A packet is in this file at each end of its link; frame.interface_name filters one end.',
    ...(start === undefined ? ['Times count from the opening of the lab’s box, not from 1970.'] : []),
    ...(isCut ? ['There were too many frames: the last ones are not in this file.'] : []),
  ];
}

/** Where frames are seen. */
type End = { host: string; link: string; name: string };

/** Every end of the network, then those that only the trace knows: loopback where it was used. */
function endsOf(trace: readonly TraceEvent[], network: Network): End[] {
  const ends = network.hosts.flatMap(({ name: host, interfaces }) =>
    interfaces.map(({ link }, index) => ({ host, link, name: `${host} eth${index} on ${link}` })),
  );
  for (const event of trace) {
    if (event.type !== 'frame' || (event.verb !== 'sent' && event.verb !== 'delivered')) continue;
    const { link } = event;
    const host = hostOf(event);
    if (placeOf(ends, host, link) === -1) ends.push({ host, link, name: `${host} ${link}` });
  }
  return ends;
}

const hostOf = ({ verb, from, to }: FrameEvent): string => (verb === 'delivered' ? (to ?? from) : from);

const placeOf = (ends: readonly End[], host: string, link: string): number =>
  ends.findIndex(end => end.host === host && end.link === link);

/** All that became of a frame. */
type Story = {
  bytes: Uint8Array;
  /** as it goes on since the wire flipped a bit */
  corrupted: Uint8Array | null;
  copyOf: number | null;
  held: { at: number; why: string } | null;
  /** ns that it waited; null while it does */
  waited: number | null;
  duplicated: boolean;
  /** a reason for each of it that was dropped */
  dropped: string[];
  arrivals: string[];
};

/** An event at which a frame was seen at an end; `delivery` counts at this host from 1, 0 for "sent". */
type Sighting = { event: FrameEvent; story: Story; delivery: number };

/** In the order of the trace. Stories are complete when this returns: what becomes of a frame is told where it was sent. */
function sightings(trace: readonly TraceEvent[]): Sighting[] {
  const stories = new Map<number, Story>();
  const seen: Sighting[] = [];
  for (const event of trace) {
    if (event.type !== 'frame') continue;
    if (event.verb === 'sent') stories.set(event.id, storyOf(event));
    const story = stories.get(event.id);
    if (story === undefined) continue;
    const delivery = tell(story, event);
    const isSeen = event.verb === 'sent' || (event.verb === 'delivered' && event.link !== LOOPBACK);
    if (isSeen) seen.push({ event, story, delivery });
  }
  return seen;
}

const storyOf = ({ bytes, copyOf }: FrameEvent): Story => ({
  bytes: bytesOf(bytes ?? ''),
  corrupted: null,
  copyOf: copyOf ?? null,
  held: null,
  waited: null,
  duplicated: false,
  dropped: [],
  arrivals: [],
});

/** Adds an event to the story; of a delivery, which one it is at its host. */
function tell(story: Story, event: FrameEvent): number {
  const { verb, at, why = '' } = event;
  if (verb === 'held') story.held = { at, why };
  else if (story.held !== null) story.waited ??= at - story.held.at;
  if (verb === 'dropped') story.dropped.push(why);
  if (verb === 'duplicated') story.duplicated = true;
  if (verb === 'corrupted') story.corrupted = bytesOf(event.bytes ?? '');
  if (verb !== 'delivered') return 0;
  story.arrivals.push(hostOf(event));
  return story.arrivals.filter(host => host === hostOf(event)).length;
}

function packetOf(
  event: FrameEvent,
  story: Story,
  delivery: number,
  ends: readonly End[],
  start: bigint,
): Packet {
  const isSent = event.verb === 'sent';
  const direction: Direction = event.link === LOOPBACK ? 'unknown' : isSent ? 'outbound' : 'inbound';
  return {
    interface: placeOf(ends, hostOf(event), event.link),
    time: start + BigInt(event.at),
    // The wire changes a frame at most once, and before it duplicates it: all arrive alike.
    bytes: isSent ? story.bytes : (story.corrupted ?? story.bytes),
    direction,
    id: event.id,
    comments: isSent ? fateOf(story) : arrivalOf(story, delivery),
  };
}

/** What is told where a frame was sent. */
function fateOf(story: Story): string[] {
  const { copyOf, duplicated, corrupted, dropped } = story;
  return [
    ...(copyOf === null ? [] : [`sent again while packet ${copyOf} waited on the wire`]),
    ...waitOf(story),
    ...(corrupted === null ? [] : ['corrupted on the wire: one bit was flipped']),
    ...(duplicated ? ['duplicated on the wire'] : []),
    ...dropped.map(why => (why === '' ? 'dropped by the wire' : `dropped by the wire: ${reasonOf(why)}`)),
  ];
}

function arrivalOf(story: Story, delivery: number): string[] {
  return [
    ...waitOf(story),
    ...(story.corrupted === null ? [] : ['corrupted on the wire: one bit was flipped']),
    ...(delivery > 1 ? [`delivery number ${delivery} of the same packet`] : []),
  ];
}

function waitOf({ held, waited }: Story): string[] {
  if (held === null) return [];
  const why = held.why === '' ? '' : ` (${reasonOf(held.why)})`;
  return [waited === null ? `waits on the wire${why}` : `waited ${durationOf(waited)} on the wire${why}`];
}

/** FrameEvent.why in words; a reason that is not known stands for itself. */
const REASONS: Readonly<Record<string, string>> = {
  step: 'every frame waits',
  asked: 'as asked',
  cut: 'the cable is cut',
  loss: 'random loss',
  queue: 'the queue is full',
  copy: 'the packet that it repeats waits no more',
};

const reasonOf = (why: string): string => REASONS[why] ?? why.replace(/^rule:/, 'rule ');

/** "3.2 s", "40 ms", "0.06 ms" */
function durationOf(nanoseconds: number): string {
  if (nanoseconds >= 1e9) return `${(nanoseconds / 1e9).toFixed(1)} s`;
  return nanoseconds >= 1e6 ? `${Math.round(nanoseconds / 1e6)} ms` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
}
