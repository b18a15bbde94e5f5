/**
 * What belongs together: pick a line, a call, a socket or a frame, and get the calls, lines, sockets
 * and frames that are about the same. Everything is named so that it is found in a trace and in a
 * folded lab: events by `seq`, and the moments at which they have happened.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import type { Join } from './join.ts';
import { joinOf } from './join-of.ts';
import { nothing, type Related, relateCalls, relateFrame, relateLife } from './related.ts';
import type { SocketLife } from './socket-life.ts';

/** What names a row among those of its host's table. */
export type RowKey = Pick<SocketRow, 'inode' | 'protocol' | 'local' | 'peer'>;

export type Picked =
  /** `task` null: the main thread; absent: whichever. With `seq`, of a line or call event: that time only. */
  | { kind: 'line'; program: string; task?: string | null; line: number; seq?: number }
  /** Ids count within one process: with `seq`, of the call event, there is no doubt. */
  | { kind: 'call'; program: string; task?: string | null; id: number; seq?: number }
  /** The row as the table has it after `moment` events; absent: the newest table. */
  | { kind: 'socket'; host: string; row: RowKey; moment?: number }
  | { kind: 'frame'; id: number };

type At = {
  /** of the event */
  seq: number;
  /** number of events after which it has happened */
  moment: number;
};

export type BelongingCall = At & {
  host: string;
  program: string;
  task: string | undefined;
  id: number;
  call: string;
  /** when it came back; null: it has not */
  end: At | null;
};
export type BelongingLine = At & { program: string; task: string | undefined; line: number };
export type BelongingSocket = {
  host: string;
  protocol: string | null;
  /** moments: first told of, in no table any more */
  from: number;
  until: number | null;
  /** its rows in the tables, the trace's own objects */
  rows: readonly (At & { row: SocketRow })[];
};
export type BelongingFrame = At & { id: number };

export type Belonging = {
  calls: readonly BelongingCall[];
  lines: readonly BelongingLine[];
  sockets: readonly BelongingSocket[];
  frames: readonly BelongingFrame[];
};

/**
 * What belongs to something in a trace. A trace that grows is read on from where it was: pass the
 * same array each time (`Timeline.events`).
 */
export function belongsTo(trace: readonly TraceEvent[], picked: Picked): Belonging {
  const join = joinOf(trace);
  const found = nothing();
  switch (picked.kind) {
    case 'line':
      relateCalls(join, callsOfLine(join, trace, picked), found);
      return told(join, found, linesOf(join, picked));
    case 'call': {
      const call = join.calls.all.findLast(
        each => isOf(each, picked) && each.id === picked.id && (picked.seq ?? each.seq) === each.seq,
      );
      if (call !== undefined) relateCalls(join, [call], found);
      return told(join, found);
    }
    case 'socket': {
      const life = lifeOfRow(join, picked);
      if (life !== undefined) relateLife(join, life, found);
      return told(join, found);
    }
    case 'frame': {
      const frame = join.frames.find(picked.id);
      if (frame !== undefined) relateFrame(join, frame, found);
      return told(join, found);
    }
    default:
      return picked satisfies never;
  }
}

/** Whether a row of a table is one of the sockets that belong. */
export const hasRow = ({ sockets }: Belonging, row: SocketRow): boolean =>
  sockets.some(({ rows }) => rows.some(each => each.row === row));

type Doer = { program: string; task?: string | null | undefined };

/** Whether something of a task was done by whom a pick means. */
const isOf = (done: Doer, { program, task }: Doer): boolean =>
  done.program === program && (task === undefined || task === (done.task ?? null));

type PickedLine = Extract<Picked, { kind: 'line' }>;

function callsOfLine(join: Join, trace: readonly TraceEvent[], picked: PickedLine): CallFact[] {
  const calls = join.calls.all.filter(call => isOf(call, picked) && call.line === picked.line);
  const { seq } = picked;
  if (seq === undefined) return calls;
  const one = calls.find(call => call.seq === seq);
  if (one !== undefined) return [one];
  const at = trace.findIndex(event => event.seq === seq);
  const here = trace[at];
  if (here?.type !== 'line') return [];
  const isSameTask = ({ task }: { task?: string | undefined }): boolean => task === here.task;
  const next = join.lines.find(
    ({ event, index }) => index > at && event.program === here.program && isSameTask(event),
  );
  return calls.filter(
    call => isSameTask(call) && call.index > at && call.index < (next?.index ?? Number.POSITIVE_INFINITY),
  );
}

function linesOf(join: Join, picked: PickedLine): BelongingLine[] {
  return join.lines.flatMap(({ event, index }): BelongingLine[] => {
    if (!isOf(event, picked) || event.line !== picked.line || (picked.seq ?? event.seq) !== event.seq)
      return [];
    const { program, task, line, seq } = event;
    return [{ program, task, line, seq, moment: index + 1 }];
  });
}

function lifeOfRow(
  join: Join,
  { host, row, moment }: Extract<Picked, { kind: 'socket' }>,
): SocketLife | undefined {
  const table = join.tables(host).findLast(({ index }) => index < (moment ?? Number.POSITIVE_INFINITY));
  const found = table?.event.sockets.find(
    ({ inode, protocol, local, peer }) =>
      inode === row.inode && protocol === row.protocol && local === row.local && peer === row.peer,
  );
  return found === undefined ? undefined : join.lifeOfRow(host, found);
}

const inOrder = <Item extends At>(items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => one.moment - other.moment);

function told(join: Join, { calls, lives, frames }: Related, own: readonly BelongingLine[] = []): Belonging {
  const lines = [...calls].flatMap(({ program, task, line, seq, index }): BelongingLine[] =>
    line === null ? [] : [{ program, task, line, seq, moment: index + 1 }],
  );
  return {
    calls: inOrder([...calls].map(toldCall)),
    lines: inOrder([...own, ...lines]),
    sockets: [...lives].map(life => toldSocket(join, life)).sort((one, other) => one.from - other.from),
    frames: inOrder(
      [...frames].flatMap((id): BelongingFrame[] => {
        const frame = join.frames.find(id);
        return frame === undefined ? [] : [{ id, seq: frame.seq, moment: frame.index + 1 }];
      }),
    ),
  };
}

const toldCall = ({ host, program, task, id, call, seq, index, end, endSeq }: CallFact): BelongingCall => ({
  host,
  program,
  task,
  id,
  call,
  seq,
  moment: index + 1,
  end: end === null || endSeq === null ? null : { seq: endSeq, moment: end + 1 },
});

function toldSocket(join: Join, life: SocketLife): BelongingSocket {
  const { host, protocol, from } = life;
  const rows = join.rowsOf(life);
  const last = rows.at(-1);
  const after = last === undefined ? undefined : join.tables(host).find(({ index }) => index > last.index);
  return {
    host,
    protocol,
    from: Math.min(from, rows[0]?.index ?? from) + 1,
    until: after === undefined ? null : after.index + 1,
    rows: rows.map(({ index, seq, row }) => ({ seq, moment: index + 1, row })),
  };
}
