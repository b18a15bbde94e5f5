/** The lanes of a timeline as they are heard of, each found again by what it is of. */

export type Lane =
  | { id: string; kind: 'program'; host: string; program: string }
  /** a further thread or a forked child; `name` as the program names it, "" when it does not */
  | { id: string; kind: 'task'; host: string; program: string; task: string; name: string }
  | { id: string; kind: 'kernel'; host: string }
  | { id: string; kind: 'wire' };

type OfHost = Exclude<Lane, { kind: 'wire' }>;
type Doer = { host: string; program: string; task?: string | undefined };

/** Each gives the id of a lane, which is there from now on. */
export type LaneList = {
  /** of a program, or of one of its tasks */
  of(doer: Doer): string;
  kernel(host: string): string;
  wire(): string;
  /** A task has told its name. */
  name(doer: Doer, name: string): void;
  /** By host: its programs with their tasks, its kernel; then the wire. The same array until there is another. */
  all(): readonly Lane[];
};

export function openLaneList(): LaneList {
  const hosts = new Map<string, OfHost[]>();
  let wire: Lane[] = [];
  let list: readonly Lane[] | undefined;

  function put(lane: OfHost): string {
    const ofHost = hosts.get(lane.host) ?? [];
    hosts.set(lane.host, ofHost);
    if (!ofHost.some(({ id }) => id === lane.id)) {
      list = undefined;
      ofHost.splice(placeOf(lane, ofHost), 0, lane);
    }
    return lane.id;
  }

  function of({ host, program, task }: Doer): string {
    const own = put({ id: `program ${program}`, kind: 'program', host, program });
    if (task === undefined) return own;
    return put({ id: `task ${program} ${task}`, kind: 'task', host, program, task, name: '' });
  }

  return {
    of,
    kernel: host => put({ id: `kernel ${host}`, kind: 'kernel', host }),
    wire() {
      if (wire.length === 0) list = undefined;
      wire = [{ id: 'wire', kind: 'wire' }];
      return 'wire';
    },
    name(doer, name) {
      const id = of(doer);
      const lanes = hosts.get(doer.host) ?? [];
      hosts.set(
        doer.host,
        lanes.map(lane => (lane.id === id && lane.kind === 'task' ? { ...lane, name } : lane)),
      );
      list = undefined;
    },
    all() {
      list ??= [...[...hosts.values()].flat(), ...wire];
      return list;
    },
  };
}

/** A task stands below its program and the tasks that are there already, the kernel below all. */
function placeOf(lane: OfHost, others: readonly OfHost[]): number {
  if (lane.kind === 'kernel') return others.length;
  const isBelow = (other: OfHost): boolean =>
    lane.kind === 'task' && other.kind !== 'kernel' && other.program === lane.program;
  const below = others.findLastIndex(isBelow);
  const kernel = others.findIndex(({ kind }) => kind === 'kernel');
  return below !== -1 ? below + 1 : kernel === -1 ? others.length : kernel;
}
