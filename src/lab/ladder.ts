/**
 * Where a frame's arrow begins and ends in the wire's ladder. Lanes are the machines; on a machine's
 * own loopback there is only one, so there the lanes are its ports.
 */
import type { FrameState } from '#trace/fold';
import type { HostMark } from './hosts.ts';

export type Lane = { key: string; label: string; style: string };
/** Lane indices; `to` equals `from` when the frame is for everyone or its receiver is unknown. */
export type Arrow = { from: number; to: number };
type Ends = { source?: string; destination?: string };

export type Ladder = { lanes: Lane[]; arrowOf(frame: FrameState, ends: Ends): Arrow };

export function ladderOf(
  hosts: readonly HostMark[],
  frames: readonly { frame: FrameState; ends: Ends }[],
): Ladder {
  const isLoopback = frames.length > 0 && frames.every(({ frame }) => frame.link === 'lo');
  return isLoopback ? portLadder(hosts, frames) : hostLadder(hosts);
}

function hostLadder(hosts: readonly HostMark[]): Ladder {
  const lanes = hosts.map(({ name, style }) => ({ key: name, label: name, style }));
  const laneOf = (name: string | null) => lanes.findIndex(lane => lane.key === name);
  const hostAt = (address: string | undefined) => {
    const bare = address?.replace(/:\d+$/, '');
    return hosts.find(host => host.address !== '' && host.address === bare)?.name ?? null;
  };
  return {
    lanes,
    arrowOf: (frame, { destination }) => {
      const from = Math.max(0, laneOf(frame.from));
      const to = laneOf(frame.to ?? hostAt(destination));
      // A broadcast on a cable between two machines can only go to the other one.
      const other = lanes.length === 2 ? 1 - from : from;
      return { from, to: to === -1 || to === from ? other : to };
    },
  };
}

function portLadder(
  hosts: readonly HostMark[],
  frames: readonly { frame: FrameState; ends: Ends }[],
): Ladder {
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
    arrowOf: (_, { source, destination }) => ({ from: laneOf(source), to: laneOf(destination) }),
  };
}
