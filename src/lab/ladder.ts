/**
 * Where a frame's arrow begins and ends in the wire's ladder. Lanes are the machines; on a machine's
 * own loopback there is only one, so there the lanes are its ports.
 */
import type { FrameState } from '#trace/fold';
import { bytesOf } from './base64.ts';
import type { HostMark } from './hosts.ts';

export type Lane = { key: string; label: string; style: string };
/** Lane indices; a switch may hand one frame to several. */
export type Arrow = { from: number; to: readonly number[] };
type Ends = { source?: string; destination?: string };
type Entry = { frame: FrameState; ends: Ends };

export type Ladder = { lanes: Lane[]; arrowOf(frame: FrameState, ends: Ends): Arrow };

export function ladderOf(hosts: readonly HostMark[], frames: readonly Entry[]): Ladder {
  const isLoopback = frames.length > 0 && frames.every(({ frame }) => frame.link === 'lo');
  return isLoopback ? portLadder(hosts, frames) : hostLadder(hosts, frames);
}

/** Six bytes are eight characters of base64, so both hardware addresses of a frame stand there as they are. */
const destinationOf = ({ bytes }: FrameState) => bytes.slice(0, 8);
const sourceOf = ({ bytes }: FrameState) => bytes.slice(8, 16);
/** The lowest bit of the first byte says that it is for a group (IEEE 802, section 8.2.2). */
const isForMany = (frame: FrameState) => ((bytesOf(destinationOf(frame))[0] ?? 0) & 1) === 1;

function hostLadder(hosts: readonly HostMark[], frames: readonly Entry[]): Ladder {
  const lanes = hosts.map(({ name, style }) => ({ key: name, label: name, style }));
  const laneOf = (name: string | undefined) => lanes.findIndex(lane => lane.key === name);
  // Learned as a switch does it.
  const owners = new Map(frames.map(({ frame }) => [sourceOf(frame), frame.from]));
  const aims = (frame: FrameState, { destination }: Ends): (string | undefined)[] => {
    const others = hosts.filter(({ name, links }) => name !== frame.from && links.includes(frame.link));
    if (isForMany(frame)) return others.map(({ name }) => name);
    const bare = destination?.replace(/:\d+$/, '');
    const addressed = hosts.find(({ address }) => address !== '' && address === bare);
    return [owners.get(destinationOf(frame)) ?? addressed?.name ?? others[0]?.name];
  };
  return {
    lanes,
    arrowOf: (frame, ends) => {
      const from = Math.max(0, laneOf(frame.from));
      if (frame.link === 'lo') return { from, to: [from] };
      const arrived = frame.deliveries.map(({ to }) => to);
      const names = arrived.length > 0 ? arrived : aims(frame, ends);
      const to = [...new Set(names.map(laneOf))].filter(lane => lane !== -1 && lane !== from);
      return { from, to: to.length > 0 ? to : [from === 0 ? Math.min(1, lanes.length - 1) : from - 1] };
    },
  };
}

function portLadder(hosts: readonly HostMark[], frames: readonly Entry[]): Ladder {
  const keys = [...new Set(frames.flatMap(({ ends }) => [ends.source, ends.destination]))];
  const lanes = keys
    .filter(key => key !== undefined)
    // One machine, hence one colour; its address stands before every port and tells nothing.
    .map(key => ({ key, label: key.replace(/^.*:(?=\d+$)/, ':'), style: hosts[0]?.style ?? '' }));
  const laneOf = (key: string | undefined) =>
    Math.max(
      0,
      lanes.findIndex(lane => lane.key === key),
    );
  return {
    lanes,
    arrowOf: (_, { source, destination }) => ({ from: laneOf(source), to: [laneOf(destination)] }),
  };
}

/** One line of a drawn arrow, on one side of its sender: shares of the ladder's width from its left lane. */
export type Shot = {
  left: number;
  span: number;
  isLeft: boolean;
  /** where its heads are, as shares of its own length from the sender */
  heads: readonly number[];
};

/** Where a lane stands between the left edge (0) and the right one (1). */
export const placeOf = (lane: number, { lanes }: Ladder): number =>
  lanes.length < 2 ? 0 : lane / (lanes.length - 1);

/** An arrow as lines: one to each side on which it has a receiver. */
export function shotsOf({ from, to }: Arrow, ladder: Ladder): Shot[] {
  const start = placeOf(from, ladder);
  const sides = [to.filter(lane => lane < from), to.filter(lane => lane >= from)];
  return sides
    .filter(lanes => lanes.length > 0)
    .map(lanes => {
      const ways = lanes.map(lane => Math.abs(lane - from));
      const far = Math.max(...ways);
      const span = placeOf(far, ladder);
      const isLeft = lanes.every(lane => lane < from);
      const heads = ways.map(way => (far === 0 ? 1 : way / far)).toSorted((a, b) => a - b);
      return { left: isLeft ? start - span : start, span, isLeft, heads };
    });
}
