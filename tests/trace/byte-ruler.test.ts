/** Sends, segments and receives on one axis of bytes, from recorded runs of real kernels. */
import { describe, expect, test } from 'vitest';
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type ByteRuler, byteRuler, fateAt, lengthAt, streamState } from '#trace/byte-ruler';
import { postcardFate, postcardsOf } from '#trace/postcards';
import { streamBytes } from '#trace/stream-bytes';
import { type Talk, talksOf } from '#trace/talks';
import { recordings } from './recordings.ts';
import { RUN_NAMES, runTrace } from './run-traces.ts';

type Trace = readonly TraceEvent[];
type TcpTalk = Extract<Talk, { kind: 'tcp' }>;

const isTcp = (talk: Talk): talk is TcpTalk => talk.kind === 'tcp';

function rulerOf(trace: Trace, from: 'client' | 'server'): ByteRuler {
  const talk = talksOf(trace, trace.length).find(isTcp);
  if (talk === undefined) throw new Error('nobody talks');
  return byteRuler(trace, talk.flow, talk.hosts[0] === from ? 0 : 1);
}

const callsOf = (spans: ByteRuler['sends']): string[] =>
  spans.map(({ call, start, end }) => `${call.call} ${start}–${end}`);

const segmentsOf = (ruler: ByteRuler, moment: number): string[] =>
  ruler.segments.map(
    each =>
      `${each.start}–${each.end}${each.isResent ? ' again' : ''}${each.journey.fin ? ' FIN' : ''}: ${fateAt(each, moment)}`,
  );

const textIn = (trace: Trace, ruler: ByteRuler, start: number, end: number): string =>
  Buffer.from(streamBytes(trace, ruler, { start, end }, trace.length)).toString();

const indexOf = (trace: Trace, match: (event: TraceEvent) => boolean): number => {
  const index = trace.findIndex(match);
  if (index === -1) throw new Error('it is not in the trace');
  return index;
};

describe('send is not receive', () => {
  test('two sends are two segments and one receive', () => {
    const trace = runTrace('two-sends-one-recv');
    const ruler = rulerOf(trace, 'client');
    expect(callsOf(ruler.sends)).toEqual(['sendall 0–6', 'sendall 6–12']);
    expect(segmentsOf(ruler, trace.length)).toEqual(['0–6: arrived', '6–12: arrived', '12–12 FIN: arrived']);
    expect(callsOf(ruler.receives)).toEqual(['recv 0–12']);
    expect(textIn(trace, ruler, 0, 12)).toBe('hello world\n');
  });

  test('one send is read in pieces, which cut letters of three bytes', () => {
    const trace = runTrace('two-sends-one-recv');
    const ruler = rulerOf(trace, 'server');
    expect(callsOf(ruler.sends)).toEqual(['sendall 0–15']);
    expect(callsOf(ruler.receives)).toEqual(['recv 0–4', 'recv 4–8', 'recv 8–12', 'recv 12–15']);
    expect(textIn(trace, ruler, 0, 15)).toBe('안녕하세요');
    expect(ruler.end).toMatchObject({ closes: { call: 'close' }, finds: { call: 'recv', value: "b''" } });
  });

  test('more than a segment holds is cut where the kernel wants, and read as the program wants', () => {
    const trace = runTrace('half-close');
    const ruler = rulerOf(trace, 'client');
    expect(callsOf(ruler.sends)).toEqual(['sendall 0–4000']);
    expect(segmentsOf(ruler, trace.length)).toEqual([
      '0–1448: arrived',
      '1448–2896: arrived',
      '2896–4000: arrived',
      '4000–4000 FIN: arrived',
    ]);
    expect(callsOf(ruler.receives)).toEqual([0, 1, 2, 3].map(n => `recv ${n * 1000}–${(n + 1) * 1000}`));
    expect(textIn(trace, ruler, 1440, 1460)).toBe('01234567890123456789');
  });
});

test('after shutdown() this direction is over, and the other one goes on', () => {
  const trace = runTrace('half-close');
  const [one, other] = [rulerOf(trace, 'client'), rulerOf(trace, 'server')];
  expect(one.end).toMatchObject({ closes: { call: 'shutdown' }, finds: { call: 'recv' } });
  const fin = one.segments.at(-1)?.journey.index ?? Number.NaN;
  expect(streamState(one, fin + 1)).toMatchObject({ isEndSent: true, isEndArrived: false });
  expect(other.segments.every(({ journey }) => journey.index > fin)).toBe(true);
  expect(callsOf(other.sends)).toEqual(['sendall 0–14']);
  expect(textIn(trace, other, 0, 14)).toBe('got 4000 bytes');
});

test('a lost segment leaves a gap until it is sent again; what came behind it cannot be read', () => {
  const trace = runTrace('lost-and-resent');
  const ruler = rulerOf(trace, 'client');
  expect(segmentsOf(ruler, trace.length)).toEqual([
    '0–5: arrived',
    '5–10: lost',
    '10–15: arrived',
    '5–10 again: arrived',
    '15–15 FIN: arrived',
  ]);
  const again = ruler.segments.find(({ isResent }) => isResent)?.journey.index ?? Number.NaN;
  expect(streamState(ruler, again)).toMatchObject({
    handed: 15,
    sent: 15,
    arrived: 5,
    beyond: [{ start: 10, end: 15 }],
    read: 5,
  });
  expect(streamState(ruler, trace.length)).toMatchObject({ arrived: 15, beyond: [], read: 15 });
  expect(callsOf(ruler.receives)).toEqual(['recv 0–5', 'recv 5–15']);
});

test('a reader who does not read: bytes wait in both buffers, and the sender in its call', () => {
  const trace = runTrace('slow-reader');
  const ruler = rulerOf(trace, 'client');
  const typed = indexOf(trace, event => event.type === 'input');
  const { handed, sent, arrived, read } = streamState(ruler, typed);
  expect([sent, arrived, read]).toEqual([1448, 1448, 0]);
  expect(handed).toBeGreaterThan(sent);
  // All that it wants to send, though the call has not come back.
  expect(ruler.sends[0]?.call.end).toBeGreaterThan(typed);
  expect(lengthAt(ruler, typed)).toBe(15_360);
});

test('a segment that waits on the wire is one, with the copies that its kernel sends meanwhile', () => {
  const trace = runTrace('both-close-at-once');
  const ruler = rulerOf(trace, 'client');
  const [fin, ...more] = ruler.segments;
  if (fin === undefined) throw new Error('no FIN was sent');
  expect(more).toEqual([]);
  expect(fin.copies.length).toBeGreaterThan(0);
  const asked = indexOf(trace, event => event.type === 'frame' && event.verb === 'released');
  expect([fateAt(fin, asked), fateAt(fin, trace.length)]).toEqual(['waits', 'arrived']);
});

// Ten bytes were shown where five had been handed in: the table was read before the acknowledgement came.
test('what is acknowledged while the table is read counts once', () => {
  const trace = runTrace('two-sends-one-recv');
  const acknowledged = rulerOf(trace, 'server').acknowledgements.find(({ upTo }) => upTo > 0);
  const table = trace.find(
    event =>
      event.type === 'sockets' &&
      event.host === 'server' &&
      event.sockets.some(({ state }) => state === 'ESTABLISHED'),
  );
  if (acknowledged === undefined || table?.type !== 'sockets') throw new Error('nothing was acknowledged');
  const { index, upTo } = acknowledged;
  const sockets = table.sockets.map(row => (row.state === 'ESTABLISHED' ? { ...row, sendQ: upTo } : row));
  const stale = { ...table, at: (trace[index]?.at ?? 0) + 300, sockets };
  const events = [...trace.slice(0, index + 1), stale, ...trace.slice(index + 1)];
  const ruler = rulerOf(
    events.map((event, at) => ({ ...event, seq: (trace[0]?.seq ?? 0) + at })),
    'server',
  );
  expect(streamState(ruler, index + 2).handed).toBe(upTo);
});

test('datagrams stay what they are: one send, one datagram, one receive or none', () => {
  const trace = runTrace('datagrams');
  const talk = talksOf(trace, trace.length).find(each => each.kind === 'udp');
  if (talk?.kind !== 'udp') throw new Error('nobody talks');
  const told = postcardsOf(trace, talk.datagrams).map(card => [
    card.send?.args[0],
    postcardFate(card, trace.length),
    card.receives.map(({ value }) => value?.replace(/, \(.*/, ')')),
  ]);
  expect(told).toEqual([
    ["b'lost'", 'lost', []],
    ["b'whole'", 'arrived', ["(b'whole')"]],
    ["b'cut short'", 'arrived', ["(b'cut ')"]],
    ["b''", 'arrived', ["(b'')"]],
    ["b'thanks'", 'arrived', ["(b'thanks')"]],
  ]);
});

const all: readonly { name: string; trace: Trace }[] = [
  ...(await recordings()),
  ...RUN_NAMES.map(name => ({ name, trace: runTrace(name) })),
];
const directions = all.flatMap(({ name, trace }) =>
  talksOf(trace, trace.length)
    .filter(isTcp)
    .flatMap(({ flow, ends, hosts }) =>
      ([0, 1] as const).map(side => ({
        name: `${name}: ${ends[side]}`,
        trace,
        ruler: byteRuler(trace, flow, side),
        hosts: [hosts[side], hosts[side === 0 ? 1 : 0]] as const,
        local: ends[side],
      })),
    ),
);

describe.each(directions)('$name', ({ trace, ruler, hosts, local }) => {
  test('nothing is read before it has come, comes before it was sent, or is sent before it was handed in', () => {
    let before = streamState(ruler, 0);
    for (let moment = 1; moment <= trace.length; moment += 1) {
      const now = streamState(ruler, moment);
      const { handed, sent, acknowledged, arrived, read } = now;
      expect(read <= arrived && arrived <= sent && sent <= handed && acknowledged <= arrived).toBe(true);
      for (const key of ['handed', 'sent', 'acknowledged', 'arrived', 'read'] as const)
        expect(now[key], `${key} after ${moment} events`).toBeGreaterThanOrEqual(before[key]);
      before = now;
    }
  });

  test('sends and receives follow each other without a gap, and segments carry all of it', () => {
    for (const spans of [ruler.sends, ruler.receives])
      expect(spans.map(({ start }) => start)).toEqual(
        [0, ...spans.map(({ end }) => end)].slice(0, spans.length),
      );
    const { sent } = streamState(ruler, trace.length);
    expect(streamBytes(trace, ruler, { start: 0, end: sent }, trace.length)).toHaveLength(sent);
  });

  test('where the lab was at rest, both buffers are as full as the kernels say', () => {
    const rests = trace.flatMap((event, index) => (event.type === 'input' ? [index] : []));
    for (const moment of rests) {
      const { handed, acknowledged, arrived, read, isEndSent, isEndArrived } = streamState(ruler, moment);
      const [own, other] = hosts.map(host => rowAt(trace, moment, host));
      const find = (rows: readonly SocketRow[], key: 'local' | 'peer') =>
        rows.find(row => row.state === 'ESTABLISHED' && row[key] === local);
      const sender = find(own ?? [], 'local');
      const reader = find(other ?? [], 'peer');
      if (sender !== undefined && !isEndSent) expect(handed - acknowledged).toBe(sender.sendQ);
      if (reader !== undefined && !isEndArrived) expect(arrived - read).toBe(reader.recvQ);
    }
  });
});

function rowAt(trace: Trace, moment: number, host: string | null): readonly SocketRow[] {
  const table = trace.slice(0, moment).findLast(event => event.type === 'sockets' && event.host === host);
  return table?.type === 'sockets' ? table.sockets : [];
}
