/**
 * What must hold of the join in any run whose sends have bytes of their own: told from the bytes alone,
 * without counting, ports or time.
 */
import { expect } from 'vitest';
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type Belonging, belongsTo } from '#trace/belongs';
import { dissect } from '#trace/dissect';

type Trace = readonly TraceEvent[];
type Called = Extract<TraceEvent, { type: 'call' }>;
type Sent = { id: number; from: string; text: string; data: string; source: string; destination: string };

export const callsIn = (trace: Trace): Called[] => trace.filter(event => event.type === 'call');

export const ofCall = (trace: Trace, { program, id, seq }: Called): Belonging =>
  belongsTo(trace, { kind: 'call', program, id, seq });

/** The frames of a trace as they were sent, with their payload as text. */
export function framesIn(trace: Trace): Sent[] {
  return trace.flatMap(event => {
    if (event.type !== 'frame' || event.verb !== 'sent') return [];
    const bytes = Buffer.from(event.bytes ?? '', 'base64');
    const { layers, summary } = dissect(bytes);
    const data = layers
      .filter(({ key, quoted }) => key === 'payload' && quoted === undefined)
      .map(({ offset, length }) => bytes.subarray(offset, offset + length).toString('latin1'));
    const { text, source = '', destination = '' } = summary;
    return [{ id: event.id, from: event.from, text, data: data.join(''), source, destination }];
  });
}

/** The bytes that a text shows, as far as it shows them. */
const shown = (text: string | null | undefined): string =>
  (/b'([^'…]*)/.exec(text ?? '')?.[1] ?? '')
    .replace(/\\(x[\da-f]?)?$/, '')
    .replace(/\\x([\da-f]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll('\\n', '\n');

const returnOf = (trace: Trace, { program, task, id }: Called) =>
  trace.find(
    event => event.type === 'return' && event.program === program && event.task === task && event.id === id,
  ) as Extract<TraceEvent, { type: 'return' }> | undefined;

export function expectJoined(trace: Trace): void {
  expectBytes(trace);
  expectReceived(trace);
  expectBothWays(trace);
  expectEnds(trace);
  expectRows(trace);
}

/** A send has every frame that carries its bytes, and no other data. */
function expectBytes(trace: Trace): void {
  const hasFailed = (call: Called): boolean => (returnOf(trace, call)?.errno ?? null) !== null;
  const sends = callsIn(trace).filter(call => call.call.startsWith('send') && !hasFailed(call));
  const texts = sends.map(({ args }) => shown(args[0]));
  for (const call of sends) {
    const text = shown(call.args[0]);
    if (text === '' || texts.filter(other => other.includes(text)).length > 1) continue;
    const own = framesIn(trace).filter(({ data, from }) => data !== '' && from === call.host);
    const carry = own.filter(({ data }) => data.includes(text)).map(({ id }) => id);
    const belong = new Set(ofCall(trace, call).frames.map(({ id }) => id));
    expect(carry.length, `${text} was on the wire`).toBeGreaterThan(0);
    for (const id of carry) expect(belong.has(id), `frame ${id} carries ${text}`).toBe(true);
    for (const { id, data } of own) {
      const isPart =
        carry.includes(id) ||
        belong.has(id) === false ||
        !texts.some(other => other !== text && data === other);
      expect(isPart, `frame ${id} carries ${data} and not ${text}`).toBe(true);
    }
  }
}

/** What a receive gave is what the sends that belong to it gave away. */
function expectReceived(trace: Trace): void {
  for (const call of callsIn(trace).filter(each => each.call.startsWith('recv'))) {
    const value = shown(returnOf(trace, call)?.value);
    if (value === '') continue;
    const sends = ofCall(trace, call).calls.filter(each => each.call.startsWith('send'));
    const args = callsIn(trace).filter(({ seq }) => sends.some(send => send.seq === seq));
    const given = args.map(({ args: [data] }) => shown(data));
    expect(sends.length, `somebody has sent ${value}`).toBeGreaterThan(0);
    const isGiven = given.some(text => value.includes(text)) || given.join('').includes(value);
    expect(isGiven, `${given} gave ${value}`).toBe(true);
  }
}

/** Whichever of a call and a frame one begins with, the other is found. */
function expectBothWays(trace: Trace): void {
  const calls = new Map(
    callsIn(trace).map(call => [call.seq, ofCall(trace, call).frames.map(({ id }) => id)]),
  );
  for (const { id } of framesIn(trace)) {
    const found = belongsTo(trace, { kind: 'frame', id }).calls.map(({ seq }) => seq);
    const expected = [...calls].filter(([, frames]) => frames.includes(id)).map(([seq]) => seq);
    expect(found.toSorted(), `calls of frame ${id}`).toEqual(expected.toSorted());
  }
}

const portOf = (endpoint: string | null): string => endpoint?.split(':').at(-1) ?? '';

/** A frame's sockets have its ports. */
function expectEnds(trace: Trace): void {
  for (const { id, source, destination, text } of framesIn(trace)) {
    if (source.split(':').length !== 2) continue;
    const ports = [portOf(source), portOf(destination)];
    for (const { rows } of belongsTo(trace, { kind: 'frame', id }).sockets) {
      for (const { row } of rows.filter(each => each.row.local !== null)) {
        expect(ports, `frame ${id} ${text}`).toContain(portOf(row.local));
        if (row.peer !== null) expect(ports, `frame ${id} ${text}`).toContain(portOf(row.peer));
      }
    }
  }
}

/** A socket has one number at most, keeps its ends once it has them, and no row is two sockets'. */
function expectRows(trace: Trace): void {
  trace.forEach((event, index) => {
    if (event.type !== 'sockets') return;
    for (const row of event.sockets) {
      const { sockets } = belongsTo(trace, { kind: 'socket', host: event.host, row, moment: index + 1 });
      const own = sockets.filter(({ rows }) => rows.some(each => each.row === row));
      expect(own, `a row of event ${event.seq}`).toHaveLength(1);
      const rows = own[0]?.rows.map(each => each.row) ?? [];
      expect(different(rows, ({ inode }) => inode || null).length).toBeLessThanOrEqual(1);
      expect(different(rows, ({ peer }) => peer).length).toBeLessThanOrEqual(1);
    }
  });
}

const different = (rows: readonly SocketRow[], of: (row: SocketRow) => number | string | null) => [
  ...new Set(rows.map(of).filter(value => value !== null)),
];
