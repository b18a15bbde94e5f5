/** Questions about the frames on the wire and the hosts' networks. */
import type { TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import type { SingleProbe } from '#protocol/probe';
import { bytesOf } from './bytes.ts';
import { detailsOf } from './conversations.ts';
import { summaryOf } from './dissect.ts';
import type { FrameState, LabState } from './fold.ts';
import type { Dissection, Layer } from './layer.ts';
import { fieldsOf, isSamePacket, ownLayers } from './passed-on.ts';
import { routeTo, wayTo } from './routes.ts';

type Trace = readonly TraceEvent[];
type Named<Name extends SingleProbe['name']> = Extract<SingleProbe, { name: Name }>;
export type WireProbe = Named<
  'wire' | 'field' | 'payload' | 'begins' | 'inside' | 'heard' | 'rewritten' | 'waiting' | 'neigh' | 'route'
>;
type Filter = Pick<Named<'heard'>, 'text' | 'contains' | 'from' | 'link' | 'since'>;

export function wireProbe(spec: WireProbe, trace: Trace, lab: LabState): string | number | null {
  switch (spec.name) {
    case 'wire':
      return matching(spec, trace, lab).reduce((sum, frame) => sum + measured(frame, spec.of), 0);
    case 'field': {
      const frame = matching(spec, trace, lab).at(-1);
      return frame === undefined ? null : fieldIn(frame, spec.field, lab.frames);
    }
    case 'payload': {
      const frame = matching(spec, trace, lab).at(-1);
      return frame === undefined ? null : payloadOf(frame, spec.bytes, lab.frames);
    }
    case 'begins': {
      const frame = matching(spec, trace, lab).at(-1);
      const layers = frame === undefined ? [] : ownLayers(detailsOf(frame, lab.frames));
      return layers.find(({ key }) => key === spec.layer)?.offset ?? null;
    }
    case 'inside': {
      const frame = matching(spec, trace, lab).at(-1);
      return frame === undefined ? null : layerWith(spec.bytes, detailsOf(frame, lab.frames));
    }
    case 'heard': {
      const heard = matching(spec, trace, lab).flatMap(({ deliveries }) => deliveries.map(({ to }) => to));
      return [...new Set(heard)].join('+') || 'none';
    }
    case 'rewritten':
      return rewritten(matching(spec, trace, lab), firstSendings(lab));
    case 'waiting':
      return firstSendings(lab).filter(({ status }) => status === 'held').length;
    case 'neigh':
      return neighbours(lab.networks[spec.host], spec.address);
    case 'route': {
      const network = lab.networks[spec.host];
      if (network === undefined) return null;
      return spec.of === 'next' ? wayTo(network, spec.to) : (routeTo(network, spec.to)?.to ?? 'none');
    }
    default:
      return spec satisfies never;
  }
}

/** Frames without copies: a copy is sent because time passes, not because of what a program did. */
const firstSendings = ({ frames }: LabState): FrameState[] => frames.filter(({ copyOf }) => copyOf === null);

function matching({ text, contains, from, link, since }: Filter, trace: Trace, lab: LabState): FrameState[] {
  const move =
    since === undefined ? undefined : trace.find(event => event.type === 'move' && event.move === since);
  if (since !== undefined && move === undefined) return [];
  return firstSendings(lab).filter(frame => {
    const summary = summaryOf(frame).text;
    return (
      (text === undefined || summary === text) &&
      (contains === undefined || summary.includes(contains)) &&
      (from === undefined || frame.from === from) &&
      (link === undefined || frame.link === link) &&
      (move === undefined || frame.seq > move.seq)
    );
  });
}

function measured(frame: FrameState, of: Named<'wire'>['of']): number {
  const { kind, length, flags = [] } = summaryOf(frame);
  switch (of) {
    case 'frames':
      return 1;
    case 'bytes':
      return kind === 'tcp' || kind === 'udp' ? length : 0;
    case 'sequence':
      return kind === 'tcp' ? length + flags.filter(flag => flag === 'SYN' || flag === 'FIN').length : 0;
    default:
      return of satisfies never;
  }
}

function fieldIn(frame: FrameState, key: string, frames: readonly FrameState[]): string | number | null {
  if (key === 'frame.len') return bytesOf(frame.bytes).length;
  const fields = ownLayers(detailsOf(frame, frames)).flatMap(layer => layer.fields);
  const value = fields.findLast(field => field.key === key)?.value;
  return value === undefined ? null : plain(value);
}

/** A number without what explains it: "20 bytes", "45 × 64 = 2880", "4026531841 = ISN + 1" */
function plain(value: string): string | number {
  const number = /^(\d+)(?: bytes?)?$/.exec(value)?.[1] ?? /= (?:ISN \+ )?(\d+)$/.exec(value)?.[1];
  return number === undefined ? value : Number(number);
}

function payloadOf(frame: FrameState, count: number, frames: readonly FrameState[]): string {
  const details = detailsOf(frame, frames);
  const payload = ownLayers(details).find(({ key }) => key === 'payload' || key === 'http');
  if (payload === undefined) return 'none';
  const { offset, length } = payload;
  const bytes = details.bytes.subarray(offset, offset + Math.min(count, length));
  return hexOf(bytes);
}

/** The innermost header in which these bytes stand; "none" when they stand in none. */
function layerWith(wanted: string, details: Dissection & { bytes: Uint8Array }): string {
  const holds = ({ offset, length }: Layer) =>
    hexOf(details.bytes.subarray(offset, offset + length)).includes(wanted);
  return ownLayers(details).findLast(holds)?.key ?? 'none';
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');

/** Of the newest frame that a router has passed on, the fields that it has changed. */
function rewritten(frames: readonly FrameState[], all: readonly FrameState[]): string {
  for (const frame of frames.toReversed()) {
    const came = fieldsOf(frame, all);
    const on = all.find(
      other => other.link !== frame.link && other.seq > frame.seq && isSamePacket(came, fieldsOf(other, all)),
    );
    if (on === undefined) continue;
    const left = fieldsOf(on, all);
    return (
      [...came.keys()]
        .filter(key => came.get(key) !== left.get(key))
        .toSorted()
        .join(' ') || 'none'
    );
  }
  return 'none';
}

function neighbours(network: HostNetwork | undefined, address: string | undefined): string | number | null {
  if (network === undefined) return null;
  if (address === undefined) return network.neighbours.length;
  return network.neighbours.find(neighbour => neighbour.address === address)?.state ?? 'none';
}
