import { describe, expect, test } from 'vitest';
import { type FrameState, labAt } from '#trace/fold';
import { type SegmentMark, segmentMarks } from '#trace/segment-marks';
import { frameStates } from './frame-states.ts';
import { recordings } from './recordings.ts';
import { CLIENT, SERVER, segmentFrom } from './segments.ts';

const [SYN, SYN_ACK, ACK, PSH_ACK, FIN_ACK] = [0x02, 0x12, 0x10, 0x18, 0x11];

type Sent = Partial<FrameState> & { bytes: string };

/** From whom, as the fold has it; ids count from 0. */
const sent = (port: number, given: Parameters<typeof segmentFrom>[1], state: Partial<FrameState> = {}) => {
  const [frame] = frameStates([segmentFrom(port, given)]);
  return { ...frame, from: port === CLIENT ? 'client' : 'server', ...state } as Sent;
};

function marksOf(...frames: Sent[]): (readonly SegmentMark[])[] {
  const next = segmentMarks();
  return frames.map((frame, id) => next({ ...frame, id } as FrameState));
}

const again = (first: number) => [{ kind: 'retransmission', first }];
const handshake = [
  sent(CLIENT, { seq: 1000, flags: SYN }),
  sent(SERVER, { seq: 5000, ack: 1001, flags: SYN_ACK }),
  sent(CLIENT, { seq: 1001, ack: 5001, flags: ACK }),
];
const hello = sent(CLIENT, { seq: 1001, ack: 5001, flags: PSH_ACK, data: 'hello' });

/** The packet after one more router. */
const passedOn = (frame: Sent, state: Partial<FrameState>): Sent => {
  const bytes = Buffer.from(frame.bytes, 'base64');
  bytes[22] = (bytes[22] ?? 0) - 1;
  return { ...frame, ...state, bytes: bytes.toString('base64') };
};

describe('a retransmission', () => {
  test('is what carries numbers that have left before: data, SYN and FIN', () => {
    const fin = sent(CLIENT, { seq: 1006, ack: 5001, flags: FIN_ACK });
    const [syn, synAck] = handshake as [Sent, Sent];
    const marks = marksOf(syn, syn, synAck, synAck, hello, hello, hello, fin, fin);
    expect(marks).toEqual([[], again(0), [], again(2), [], again(4), again(4), [], again(7)]);
  });

  test('is named by the frame that carried its first byte first', () => {
    const more = sent(CLIENT, { seq: 1006, ack: 5001, flags: PSH_ACK, data: 'world' });
    const both = sent(CLIENT, { seq: 1006, ack: 5001, flags: PSH_ACK, data: 'world, and more' });
    const rest = sent(CLIENT, { seq: 1015, ack: 5001, flags: PSH_ACK, data: 'e' });
    expect(marksOf(hello, more, both, rest)).toEqual([[], [], again(1), again(2)]);
  });

  test('is not an acknowledgement that says the same again', () => {
    expect(marksOf(...handshake, ...handshake.slice(2))).toEqual([[], [], [], []]);
  });

  test('is none on the next link, where a router passes the segment on', () => {
    const onward = passedOn(hello, { link: 'far', from: 'router' });
    expect(marksOf(hello, onward, hello, onward)).toEqual([[], [], again(0), again(1)]);
  });

  test('is none when a packet comes round in a loop of routers', () => {
    const out = { ...hello, from: 'router' };
    const round = passedOn(passedOn(out, {}), {});
    expect(marksOf(out, round, passedOn(round, {}))).toEqual([[], [], []]);
  });

  test('is none while the first one waits: its copies stand in its row', () => {
    const copy = { ...hello, copyOf: 0 };
    expect(marksOf(hello, copy, copy, hello)).toEqual([[], [], [], again(0)]);
  });

  test('is none of a connection that the same ports had before', () => {
    const [, synAck] = handshake as [Sent, Sent];
    const anew = sent(CLIENT, { seq: 900, flags: SYN });
    const answer = sent(SERVER, { seq: 4000, ack: 901, flags: SYN_ACK });
    expect(marksOf(...handshake, hello, anew, answer, synAck).slice(4)).toEqual([[], [], []]);
  });

  test('is known across the end of the numbers', () => {
    const last = sent(CLIENT, { seq: 0xffff_fffe, flags: PSH_ACK, data: 'over' });
    const next = sent(CLIENT, { seq: 2, flags: PSH_ACK, data: '!' });
    expect(marksOf(last, next, last, next)).toEqual([[], [], again(0), again(1)]);
  });

  test('is not told of what left before the trace began', () => {
    const before = sent(CLIENT, { seq: 996, ack: 5001, flags: PSH_ACK, data: 'abcde' });
    expect(marksOf(hello, before)).toEqual([[], []]);
  });

  test('is none on another machine’s loopback', () => {
    const local = { ...hello, link: 'lo' };
    expect(marksOf(local, { ...local, from: 'server' }, local)).toEqual([[], [], again(0)]);
  });
});

describe('an acknowledgement', () => {
  const answer = (ack: number, window = 502) => sent(SERVER, { seq: 5001, ack, flags: ACK, window });
  const data = (seq: number) => sent(CLIENT, { seq, ack: 5001, flags: PSH_ACK, data: 'hello' });
  const nth = (...counts: number[]) =>
    counts.map(count => (count === 0 ? [] : [{ kind: 'duplicate-ack', nth: count }]));

  test('is a duplicate when it says the same while something is missing, and is counted', () => {
    const marks = marksOf(...handshake, data(1001), data(1006), answer(1001), answer(1001), answer(1011));
    expect(marks.slice(5)).toEqual(nth(1, 2, 0));
  });

  test('is none with another window, with data, or when nothing is missing', () => {
    const withData = sent(SERVER, { seq: 5001, ack: 1001, flags: PSH_ACK, data: 'x' });
    const marks = marksOf(...handshake, data(1001), answer(1001, 400), withData, answer(1006), answer(1006));
    expect(marks.slice(4)).toEqual(nth(0, 0, 0, 0));
  });

  test('with a window of 0 says so, and what then asks is a probe', () => {
    const probe = sent(CLIENT, { seq: 1005, ack: 5001, flags: ACK });
    const marks = marksOf(
      ...handshake,
      data(1001),
      answer(1006, 0),
      probe,
      answer(1006, 0),
      answer(1006),
      probe,
    );
    expect(marks.slice(4)).toEqual([
      [{ kind: 'zero-window' }],
      [{ kind: 'window-probe' }],
      [{ kind: 'zero-window' }],
      [],
      [{ kind: 'keep-alive' }],
    ]);
  });

  test('of a reset tells nothing: its window means nothing', () => {
    expect(marksOf(...handshake, sent(SERVER, { seq: 5001, ack: 1001, flags: 0x14, window: 0 }))[3]).toEqual(
      [],
    );
  });
});

// Not as many: of what its kernel sends before it knows its neighbour's address no frame leaves.
test.each(await recordings())('of $name no more is told than its kernels counted', ({ trace }) => {
  const { frames, counters, networks } = labAt(trace, trace.length);
  const next = segmentMarks();
  const told = frames.flatMap(frame => next(frame).map(({ kind }) => ({ kind, from: frame.from })));
  const resent = told.filter(({ kind }) => kind === 'retransmission');
  // What is behind a gap, and what came already, is answered with the same number again (RFC 5681, 4.2).
  const hasGaps =
    resent.length > 0 ||
    trace.some(
      event =>
        (event.type === 'frame' && event.verb === 'dropped') ||
        (event.type === 'wire' && event.impairments.some(({ reorder }) => reorder > 0)),
    );
  const others = told.filter(({ kind }) => kind !== 'retransmission');
  expect(hasGaps ? others.filter(({ kind }) => kind !== 'duplicate-ack') : others).toEqual([]);
  const copies = frames.filter(({ copyOf }) => copyOf !== null);
  // A router passes on what others have sent again, and its kernel counts none of it.
  const senders = new Set(frames.map(({ from }) => from).filter(host => networks[host]?.forwards !== true));
  for (const host of senders) {
    const count = [...resent, ...copies].filter(({ from }) => from === host).length;
    expect(count, host).toBeLessThanOrEqual(counters[host]?.TcpRetransSegs ?? 0);
  }
});
