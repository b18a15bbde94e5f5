/** What belongs together in a run, by names that are the same in whatever order it was numbered. */
import { expect } from 'vitest';
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type Belonging, belongsTo, type Picked } from '#trace/belongs';
import { dissect } from '#trace/dissect';

type Trace = readonly TraceEvent[];
type Call = Extract<TraceEvent, { type: 'call' }>;

/** What belongs to each call, frame and row. */
type Answers = ReadonlyMap<string, { calls: string; frames: string; sockets: string }>;

/** Expects that each of these traces, of one run, gives the same answers as the first. */
export function expectSameAnswers(trace: Trace, others: Iterable<Trace>): void {
  const names = namesOf(trace);
  const wanted = answersOf(trace, names);
  let count = 0;
  for (const other of others) {
    count += 1;
    for (const [name, answer] of answersOf(other, names)) {
      expect({ order: count, name, ...answer }).toEqual({ order: count, name, ...wanted.get(name) });
    }
  }
}

const nameOf = ({ program, task, call, id }: Call): string => `${program} ${task ?? ''} ${call} ${id}`;

function answersOf(trace: Trace, names: ReadonlyMap<SocketRow, string>): Answers {
  const calls = new Map(trace.flatMap(event => (event.type === 'call' ? [[event.seq, nameOf(event)]] : [])));
  const said = ({ calls: own, frames, sockets }: Belonging) => ({
    calls: own
      .map(({ seq }) => calls.get(seq))
      .toSorted()
      .join(', '),
    frames: frames
      .map(({ id }) => id)
      .toSorted((one, other) => one - other)
      .join(' '),
    sockets: sockets
      .map(({ rows }) =>
        rows
          .map(({ row }) => names.get(row) ?? '')
          .toSorted()
          .join(' ')
          .trim(),
      )
      .toSorted()
      .join(' | '),
  });
  return new Map(picksOf(trace, names).map(([name, picked]) => [name, said(belongsTo(trace, picked))]));
}

const picksOf = (trace: Trace, names: ReadonlyMap<SocketRow, string>): [string, Picked][] =>
  trace.flatMap((event, index): [string, Picked][] => {
    if (event.type === 'call') {
      const { program, id, seq } = event;
      return [[nameOf(event), { kind: 'call', program, id, seq }]];
    }
    if (event.type === 'frame' && event.verb === 'sent')
      return [[`frame ${event.id}`, { kind: 'frame', id: event.id }]];
    if (event.type !== 'sockets') return [];
    const { host } = event;
    return event.sockets.flatMap((row): [string, Picked][] => {
      const name = names.get(row);
      return name === undefined ? [] : [[`row ${name}`, { kind: 'socket', host, row, moment: index + 1 }]];
    });
  });

/**
 * Names of rows. Of several connections with the same ends, nobody can tell which one a row without a
 * number is of when its table was stamped late: those have none.
 */
function namesOf(trace: Trace): ReadonlyMap<SocketRow, string> {
  const again = endsUsedAgain(trace);
  const names = new Map<SocketRow, string>();
  for (const event of trace) {
    if (event.type !== 'sockets') continue;
    event.sockets.forEach((row, place) => {
      const { inode, local, peer } = row;
      if (inode !== 0 || !again.has([local, peer].toSorted().join(' ')))
        names.set(row, `${event.seq}.${place}`);
    });
  }
  return names;
}

function endsUsedAgain(trace: Trace): ReadonlySet<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const event of trace) {
    if (event.type !== 'frame' || event.verb !== 'sent') continue;
    const { summary } = dissect(Buffer.from(event.bytes ?? '', 'base64'));
    if (summary.text !== 'SYN') continue;
    const ends = [summary.source, summary.destination].toSorted().join(' ');
    if (seen.has(ends)) again.add(ends);
    seen.add(ends);
  }
  return again;
}
