/**
 * Where a frame's arrow begins and ends in the wire's ladder. Lanes are the machines; on a machine's
 * own loopback there is only one, so there the lanes are its ports.
 */
import type { FrameState } from '#trace/fold';
import { bytesOf } from './base64.ts';
import type { HostMark } from './hosts.ts';
import type { WireRow } from './wire-rows.ts';

export type Lane = { key: string; label: string; colour: string; style: string };
/** Lane indices; a switch may hand one frame to several. */
export type Arrow = { from: number; to: readonly number[] };
type Entry = Pick<WireRow, 'frame' | 'summary'>;

export type Ladder = { lanes: readonly Lane[]; arrowOf(row: Entry): Arrow };

export const ladderOf = (hosts: readonly HostMark[], rows: readonly Entry[]): Ladder =>
  openLadder(hosts)(rows);

/** The same for rows that become more: another ladder only when its lanes are others. */
export function openLadder(hosts: readonly HostMark[]): (rows: readonly Entry[]) => Ladder {
  let learned = openLessons(hosts);
  return rows => {
    if (!learned.continues(rows)) learned = openLessons(hosts);
    return learned.ladder(rows);
  };
}

/** What the frames of one run teach: who has which hardware address, and which ports there are. */
function openLessons(hosts: readonly HostMark[]) {
  const owners = new Map<string, string>();
  const ports = new Set<string>();
  let known: readonly Entry[] = [];
  let isLocal = true;
  let made: { lanes: string; ladder: Ladder } | undefined;

  function learn({ frame, summary: { source, destination } }: Entry): void {
    // Learned as a switch does it.
    owners.set(sourceOf(frame), frame.from);
    if (frame.link !== 'lo') isLocal = false;
    for (const end of [source, destination]) if (isLocal && end !== undefined) ports.add(end);
  }

  return {
    continues: (rows: readonly Entry[]) =>
      rows.length >= known.length && rows[0]?.frame.seq === (known[0] ?? rows[0])?.frame.seq,
    ladder(rows: readonly Entry[]): Ladder {
      for (const row of rows.slice(known.length)) learn(row);
      known = rows;
      const isPorts = isLocal && rows.length > 0;
      const lanes = isPorts ? `${ports.size} ports` : 'hosts';
      if (made?.lanes !== lanes)
        made = { lanes, ladder: isPorts ? portLadder(hosts, [...ports]) : hostLadder(hosts, owners) };
      return made.ladder;
    },
  };
}

/** Six bytes are eight characters of base64, so both hardware addresses of a frame stand there as they are. */
const destinationOf = ({ bytes }: FrameState) => bytes.slice(0, 8);
const sourceOf = ({ bytes }: FrameState) => bytes.slice(8, 16);
/** The lowest bit of the first byte says that it is for a group (IEEE 802, section 8.2.2). */
const isForMany = (frame: FrameState) => ((bytesOf(destinationOf(frame))[0] ?? 0) & 1) === 1;

function hostLadder(hosts: readonly HostMark[], owners: ReadonlyMap<string, string>): Ladder {
  const lanes = hosts.map(({ name, colour, style }) => ({ key: name, label: name, colour, style }));
  const laneOf = (name: string | undefined) => lanes.findIndex(lane => lane.key === name);
  const aims = ({ frame, summary: { destination } }: Entry): (string | undefined)[] => {
    const others = hosts.filter(({ name, links }) => name !== frame.from && links.includes(frame.link));
    if (isForMany(frame)) return others.map(({ name }) => name);
    const bare = destination?.replace(/:\d+$/, '');
    const addressed = hosts.find(({ address }) => address !== '' && address === bare);
    return [owners.get(destinationOf(frame)) ?? addressed?.name ?? others[0]?.name];
  };
  return {
    lanes,
    arrowOf: row => {
      const { frame } = row;
      const from = Math.max(0, laneOf(frame.from));
      if (frame.link === 'lo') return { from, to: [from] };
      const arrived = frame.deliveries.map(({ to }) => to);
      const names = arrived.length > 0 ? arrived : aims(row);
      const to = [...new Set(names.map(laneOf))].filter(lane => lane !== -1 && lane !== from);
      return { from, to: to.length > 0 ? to : [from === 0 ? Math.min(1, lanes.length - 1) : from - 1] };
    },
  };
}

function portLadder(hosts: readonly HostMark[], ports: readonly string[]): Ladder {
  // One machine, hence one colour; its address stands before every port and tells nothing.
  const lanes = ports.map(key => ({
    key,
    label: key.replace(/^.*:(?=\d+$)/, ':'),
    colour: hosts[0]?.colour ?? 'currentColor',
    style: hosts[0]?.style ?? '',
  }));
  const laneOf = (key: string | undefined) =>
    Math.max(
      0,
      lanes.findIndex(lane => lane.key === key),
    );
  return {
    lanes,
    arrowOf: ({ summary: { source, destination } }) => ({ from: laneOf(source), to: [laneOf(destination)] }),
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

/** The lanes as one background: a line for each in every row would be most of what is drawn. */
export const railsOf = (ladder: Ladder): string =>
  ladder.lanes
    .map(({ colour }, index) => {
      const at = `calc(var(--edge) + (100% - 2 * var(--edge)) * ${placeOf(index, ladder)})`;
      return `linear-gradient(${colour}, ${colour}) ${at} 0 / 2px 100% no-repeat`;
    })
    .join(', ');

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
