/**
 * A long trace of a real one: the same run again and again, each time at a later moment, with frames,
 * calls, sockets and clients' ports of their own, so that nothing of one round belongs to another.
 */
import type { FrameEvent, SocketRow, TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';

const ID_STEP = 10_000;

/** Where ports begin that no run has used: the kernel chooses those of clients from 32768 on (ip(7)). */
const FIRST_PORT = 10_000;

/** @param trace of TCP over IPv4 */
export function longTrace(trace: readonly TraceEvent[], length: number): TraceEvent[] {
  const span = (trace.at(-1)?.at ?? 0) + 1_000_000;
  const ports = clientPorts(trace);
  return Array.from({ length }, (_, seq) => {
    const round = Math.floor(seq / trace.length);
    const event = trace[seq % trace.length];
    if (event === undefined) throw new RangeError('nothing to repeat');
    const own = new Map(ports.map((port, place) => [port, FIRST_PORT + round * ports.length + place]));
    return inRound(event, { shift: round * ID_STEP, ports: own, seq, at: event.at + round * span });
  });
}

type Round = { shift: number; ports: ReadonlyMap<number, number>; seq: number; at: number };

function inRound(event: TraceEvent, { shift, ports, seq, at }: Round): TraceEvent {
  const text = (value: string): string =>
    value.replace(/\d{5}/g, digits => String(ports.get(Number(digits)) ?? digits));
  const stamped = { ...event, seq, at };
  switch (stamped.type) {
    case 'frame': {
      const { bytes, copyOf, id } = stamped;
      const repeats = copyOf === undefined ? {} : { copyOf: copyOf + shift };
      return { ...stamped, ...repeats, id: id + shift, bytes: withPorts(bytes, ports) };
    }
    case 'call':
    case 'return': {
      const { socket, id } = stamped;
      const own = { id: id + shift, ...(socket === undefined ? {} : { socket: socket + shift }) };
      if (stamped.type === 'call') return { ...stamped, ...own };
      return { ...stamped, ...own, value: stamped.value === null ? null : text(stamped.value) };
    }
    case 'sockets':
      return { ...stamped, sockets: stamped.sockets.map(row => rowIn(row, shift, text)) };
    default:
      return stamped;
  }
}

const rowIn = (row: SocketRow, shift: number, text: (value: string) => string): SocketRow => ({
  ...row,
  inode: row.inode === 0 ? 0 : row.inode + shift,
  local: row.local === null ? null : text(row.local),
  peer: row.peer === null ? null : text(row.peer),
});

/** Ports that the kernel has chosen for clients. */
function clientPorts(trace: readonly TraceEvent[]): number[] {
  const ports = trace.flatMap(event => {
    if (event.type !== 'frame' || event.bytes === null) return [];
    const { text, source } = dissect(Buffer.from(event.bytes, 'base64')).summary;
    return text === 'SYN' ? [Number(source?.split(':').at(-1))] : [];
  });
  return [...new Set(ports)];
}

// Behind an Ethernet header and an IPv4 header without options.
const PORTS_AT = [34, 36];

function withPorts(base64: FrameEvent['bytes'], ports: ReadonlyMap<number, number>): FrameEvent['bytes'] {
  if (base64 === null) return null;
  const bytes = Buffer.from(base64, 'base64');
  for (const offset of PORTS_AT) {
    const port = bytes.length < offset + 2 ? undefined : ports.get(bytes.readUInt16BE(offset));
    if (port !== undefined) bytes.writeUInt16BE(port, offset);
  }
  return bytes.toString('base64');
}
