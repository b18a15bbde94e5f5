/**
 * Which socket a descriptor means, at each moment: numbers are given out again as soon as they are
 * free, each process has its own, and a forked child begins with its parent's (fork(2)).
 */
import { lifeOf, type SocketLife } from './socket-life.ts';

/** A process of a program's run: "server", "server child-57", with a number of the run. */
type Process = string;

type Binding = {
  life: SocketLife;
  from: number;
  /** where it was closed; null: still open */
  to: number | null;
  /** taken over from the parent, as far as the trace could tell at which moment it forked */
  isInherited: boolean;
};

export type Descriptors = {
  /** The socket that the descriptor means now. A child's may be found with its parent. */
  find(process: Process, fd: number, parent?: { process: Process; forkedAt: number }): Binding | undefined;
  /** Sockets that it has meant, newest first. */
  past(process: Process, fd: number): readonly SocketLife[];
  bind(process: Process, fd: number, life: SocketLife, index: number, isInherited?: boolean): void;
  /** The descriptor is closed, unless it means another socket by now. */
  release(process: Process, fd: number, life: SocketLife, index: number): void;
  /** The process has ended. */
  releaseAll(process: Process, index: number): void;
};

export function openDescriptors(): Descriptors {
  const processes = new Map<Process, Map<number, Binding[]>>();

  const bindings = (process: Process, fd: number): Binding[] => {
    const table = processes.get(process) ?? new Map<number, Binding[]>();
    processes.set(process, table);
    const known = table.get(fd) ?? [];
    table.set(fd, known);
    return known;
  };

  function bind(process: Process, fd: number, life: SocketLife, index: number, isInherited = false): void {
    const all = bindings(process, fd);
    const open = all.at(-1);
    if (open !== undefined) close(open, index);
    all.push({ life, from: index, to: null, isInherited });
  }

  return {
    find(process, fd, parent) {
      const own = processes.get(process)?.get(fd);
      if (own !== undefined && own.length > 0) return own.at(-1)?.to === null ? own.at(-1) : undefined;
      if (parent === undefined) return undefined;
      const all = processes.get(parent.process)?.get(fd) ?? [];
      // The parent may have closed its own before its child has told of itself.
      const inherited = all.findLast(({ from }) => from <= parent.forkedAt);
      if (inherited === undefined) return undefined;
      bind(process, fd, lifeOf(inherited.life), parent.forkedAt, true);
      return processes.get(process)?.get(fd)?.at(-1);
    },
    past: (process, fd) =>
      (processes.get(process)?.get(fd) ?? []).map(({ life }) => lifeOf(life)).toReversed(),
    bind,
    release(process, fd, life, index) {
      const open = processes.get(process)?.get(fd)?.at(-1);
      if (open !== undefined && lifeOf(open.life) === lifeOf(life)) close(open, index);
    },
    releaseAll(process, index) {
      for (const all of processes.get(process)?.values() ?? []) {
        const open = all.at(-1);
        if (open !== undefined) close(open, index);
      }
    },
  };
}

function close(binding: Binding, index: number): void {
  binding.to ??= index;
}
