/** The join on real runs in which things that look alike must be told apart. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { belongsTo } from '#trace/belongs';
import { callsIn, expectJoined, framesIn, ofCall } from '../trace/join-oracle.ts';
import { runs, traceOfRun } from './join-runs.ts';
import { leaveNothing } from './leave-nothing.ts';

leaveNothing();

type Trace = readonly TraceEvent[];

/** The trace of a run, in which all is joined as its bytes say. */
async function joined(name: keyof typeof runs): Promise<Trace> {
  const trace = await traceOfRun(runs[name]);
  expectJoined(trace);
  return trace;
}

const named = (trace: Trace, call: string) => callsIn(trace).filter(each => each.call === call);
/** What belongs to a call, by name: "client connect", "server accept". */
const calledWith = (trace: Trace, call: ReturnType<typeof callsIn>[number]) =>
  ofCall(trace, call).calls.map(({ program, call: name }) => `${program} ${name}`);
const textsWith = (trace: Trace, call: ReturnType<typeof callsIn>[number]) => {
  const ids = ofCall(trace, call).frames.map(({ id }) => id);
  return framesIn(trace)
    .filter(({ id }) => ids.includes(id))
    .map(({ text }) => text);
};
/** Initial sequence numbers tell connections apart, whatever their ports. */
const connections = (trace: Trace) => framesIn(trace).filter(({ text }) => text === 'SYN').length;

/** Each connect belongs with the accept that gave out its connection, in order, and with three frames. */
function expectPairs(trace: Trace, count: number): void {
  const accepts = named(trace, 'accept').filter(call => ofCall(trace, call).frames.length > 0);
  expect(accepts).toHaveLength(count);
  const frames = accepts.map(call => {
    expect(calledWith(trace, call).toSorted()).toEqual(['client connect', 'server accept']);
    expect(textsWith(trace, call)).toEqual(['SYN', 'SYN, ACK', 'ACK']);
    expect(ofCall(trace, call).sockets.length, 'the listening socket and both ends').toBe(3);
    return ofCall(trace, call).frames.map(({ id }) => id);
  });
  expect(new Set(frames.flat()).size, 'no frame is two connections’').toBe(3 * count);
}

test('two connections on one port, answered in the other order', async () => {
  const trace = await joined('two-connections');
  expectPairs(trace, 2);
});

test('connections that come and go faster than any table is read', async () => {
  const trace = await joined('reconnects');
  expectPairs(trace, 6);
  for (const close of named(trace, 'close').filter(({ program }) => program === 'client')) {
    expect(textsWith(trace, close)).toContain('FIN, ACK');
  }
});

test('the same four-tuple again, after a reset and after an orderly end', async () => {
  const trace = await joined('same-four-tuple');
  expect(connections(trace)).toBe(4);
  expectPairs(trace, 4);
  const closes = named(trace, 'close').filter(({ program }) => program === 'client');
  expect(closes.map(close => textsWith(trace, close)[0])).toEqual([
    'RST, ACK',
    'FIN, ACK',
    'RST, ACK',
    'RST, ACK',
  ]);
  const shutdown = named(trace, 'shutdown').map(call => textsWith(trace, call)[0]);
  expect(shutdown).toEqual(['FIN, ACK']);
});

test('a refused connection is none that accept() gave out, though the next comes from the same port', async () => {
  const trace = await joined('refused');
  expectPairs(trace, 1);
  const [first] = named(trace, 'connect');
  if (first === undefined) throw new Error('it did not connect');
  expect(textsWith(trace, first).slice(-2)).toEqual(['SYN', 'RST, ACK']);
  expect(calledWith(trace, first)).toEqual(['client connect']);
});

test('lost segments and the copies that the kernel sent of them carry the same sends', async () => {
  const trace = await joined('lost-segment');
  const lost = trace.flatMap(event => (event.type === 'frame' && event.verb === 'dropped' ? [event.id] : []));
  expect(lost).toHaveLength(2);
  for (const id of lost) {
    const data = framesIn(trace).find(each => each.id === id)?.data ?? '';
    const { calls, frames } = belongsTo(trace, { kind: 'frame', id });
    const [send, ...more] = calls.filter(({ call }) => call === 'send');
    expect(more).toEqual([]);
    expect(callsIn(trace).find(({ seq }) => seq === send?.seq)?.args[0]).toContain(data.slice(0, 50));
    expect(
      calls.some(({ call }) => call === 'recv'),
      'a receive took what came at last',
    ).toBe(true);
    expect(frames.length, 'the lost one, and again').toBeGreaterThanOrEqual(2);
  }
  const sends = named(trace, 'send').map(({ seq }) => seq);
  const recvs = named(trace, 'recv').filter(({ program }) => program === 'server');
  expect(
    recvs.map(recv =>
      ofCall(trace, recv)
        .calls.map(({ seq }) => sends.indexOf(seq))
        .toSorted(),
    ),
  ).toEqual(takenBy(recvs.map(recv => movedBy(trace, recv))));
});

type Returned = Extract<TraceEvent, { type: 'return' }>;

const isReturnOf = (back: Returned, { program, task, id }: ReturnType<typeof callsIn>[number]): boolean =>
  back.program === program && back.task === task && back.id === id;

/** How many bytes a call moved. */
const movedBy = (trace: Trace, call: ReturnType<typeof callsIn>[number]): number =>
  trace.flatMap(event => (event.type === 'return' && isReturnOf(event, call) ? [event.moved ?? 0] : []))[0] ??
  0;

/** Which sends of 1,000 bytes each receive has taken from, if they took these many; -1 is itself. */
function takenBy(counts: readonly number[]): number[][] {
  let end = 0;
  return counts.map(count => {
    const start = end;
    end += count;
    const sends = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    return [-1, ...sends.filter(send => send * 1000 < end && start < (send + 1) * 1000)];
  });
}

describe('datagrams', () => {
  test('each is one send’s and one receive’s, from a connected socket and from another', async () => {
    const trace = await joined('datagrams');
    const sends = [...named(trace, 'sendto'), ...named(trace, 'send')];
    const taken = sends.map(call => calledWith(trace, call).some(name => name.includes('recv')));
    expect(
      taken.filter(each => !each),
      'the lost one alone',
    ).toHaveLength(1);
    const frames = sends.map(call => ofCall(trace, call).frames.map(({ id }) => id));
    expect(new Set(frames.flat()).size).toBe(frames.flat().length);
    const fragments = sends.map(call => textsWith(trace, call).filter(text => text.includes('fragment')));
    expect(fragments.filter(({ length }) => length > 0)).toHaveLength(1);
  });

  test('a port unreachable belongs to the datagram that it is about, and to the call that was told', async () => {
    const trace = await joined('datagrams');
    const error = framesIn(trace).find(({ text }) => text === 'ICMP port unreachable');
    const { calls, frames } = belongsTo(trace, { kind: 'frame', id: error?.id ?? -1 });
    expect(calls.map(({ call }) => call)).toEqual(['send', 'recv']);
    expect(frames).toHaveLength(2);
  });
});

test('forked children at one listening socket: each call is on its own process’s descriptor', async () => {
  const trace = await joined('forked');
  expectPairs(trace, 2);
  const [listener] = named(trace, 'listen');
  const accepts = named(trace, 'accept').map(call => ofCall(trace, call).sockets[0]);
  expect(new Set(accepts.map(socket => socket?.rows[0]?.row.inode)).size, 'one listening socket').toBe(1);
  expect(accepts[0]?.rows[0]?.row.inode).toBe(
    listener === undefined ? -1 : ofCall(trace, listener).sockets[0]?.rows[0]?.row.inode,
  );
});

test('a child for each client: of its close and its parent’s, the last one sends the FIN', async () => {
  const trace = await joined('fork-per-client');
  expectPairs(trace, 3);
  const closes = named(trace, 'close').filter(({ program, fd }) => program === 'server' && fd === 4);
  const inodeOf = (call: (typeof closes)[number]) => JSON.stringify(ofCall(trace, call).sockets);
  for (const accept of named(trace, 'accept')) {
    const own = ofCall(trace, accept).sockets.map(socket => JSON.stringify(socket));
    const both = closes.filter(call => own.some(socket => inodeOf(call).includes(socket.slice(1, -1))));
    expect(both.map(({ task }) => task === undefined).toSorted()).toEqual([false, true]);
    const [last, ...more] = both.filter(call => textsWith(trace, call).includes('FIN, ACK'));
    if (last === undefined) throw new Error('nobody has sent the FIN');
    expect(more).toEqual([]);
    const fin = ofCall(trace, last).frames.find(({ id }) => textOf(trace, id) === 'FIN, ACK');
    const closed = trace.find(event => event.type === 'return' && isReturnOf(event, last));
    const left = trace.find(({ seq }) => seq === fin?.seq);
    // Who had closed before the FIN left has not sent it.
    expect(happened(closed) + CLOCK_ERROR).toBeGreaterThan(happened(left));
    expect(happened(last) - CLOCK_ERROR).toBeLessThan(happened(left));
  }
});

/** How far the clocks of frames and of calls may be apart; ns. */
const CLOCK_ERROR = 100_000;
const happened = (event: TraceEvent | undefined): number => (event?.at ?? Number.NaN) - (event?.late ?? 0);
const textOf = (trace: Trace, id: number) => framesIn(trace).find(frame => frame.id === id)?.text;

test('a thread for each client: what is picked in one is that thread’s', async () => {
  const trace = await joined('threads');
  expectPairs(trace, 3);
  const [line] = named(trace, 'recv').filter(({ program }) => program === 'server');
  const picked = { kind: 'line', program: 'server', line: line?.line ?? 0 } as const;
  const all = belongsTo(trace, picked).calls.filter(({ program }) => program === 'server');
  expect(new Set(all.map(({ task }) => task)).size).toBe(3);
  const one = belongsTo(trace, { ...picked, task: 'thread-3' });
  expect(new Set(one.calls.filter(({ program }) => program === 'server').map(({ task }) => task))).toEqual(
    new Set(['thread-3']),
  );
  expect(one.sockets.length, 'both ends of one connection').toBe(2);
});
