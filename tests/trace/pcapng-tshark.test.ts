/** Captures of real runs, read by tshark: the same frames, in the same order, at the same nanosecond. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { bytesOf } from '#trace/bytes';
import { pcapngOf } from '#trace/pcapng';
import { type Recording, recordings } from './recordings.ts';
import { withoutTshark } from './tshark.ts';

type Row = {
  interface: string;
  time: string;
  direction: string;
  length: string;
  bytes: string;
  comments: string;
};

const skipped = withoutTshark();

/** What tshark says of a capture. Any complaint on its second output but the one about root fails. */
function tshark(capture: Uint8Array, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-capture-'));
  try {
    const file = join(folder, 'run.pcapng');
    writeFileSync(file, capture);
    const { status, stdout, stderr } = spawnSync('tshark', ['-r', file, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(stderr.replace(/^Running as user "root".*\n/m, '')).toBe('');
    expect(status).toBe(0);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FIELDS = [
  ...['frame.interface_name', 'frame.time_epoch', 'frame.packet_flags_direction'],
  ...['frame.len', 'frame.packet_id', 'frame.comment'],
];

function rowsOf(capture: Uint8Array): Row[] {
  const fields = FIELDS.flatMap(name => ['-e', name]);
  const lines = tshark(capture, '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;', ...fields);
  const raw: { _source: { layers: { frame_raw: [string] } } }[] = JSON.parse(
    tshark(capture, '-T', 'jsonraw', '-j', 'frame'),
  );
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const [name = '', time = '', direction = '', length = '', , comments = ''] = line.split('|');
      const bytes = raw[index]?._source.layers.frame_raw[0] ?? '';
      return { interface: name, time, direction, length, bytes, comments };
    });
}

/** What the capture must hold, said without the code that writes it. */
function expectedRows(trace: readonly TraceEvent[], network: Network): Omit<Row, 'comments'>[] {
  const sent = new Map<number, string>();
  const now = new Map<number, string>();
  const hex = (event: FrameEvent) => Buffer.from(bytesOf(event.bytes ?? '')).toString('hex');
  const nameOf = (host: string, link: string) => {
    const of = network.hosts.find(({ name }) => name === host)?.interfaces ?? [];
    return link === 'lo' ? `${host} lo` : `${host} eth${of.findIndex(each => each.link === link)} on ${link}`;
  };
  return trace.flatMap(event => {
    if (event.type !== 'frame') return [];
    const time = `${Math.floor(event.at / 1e9)}.${String(event.at % 1e9).padStart(9, '0')}`;
    const row = (host: string, bytes = '', direction: string) => {
      const length = String(bytes.length / 2);
      return [{ interface: nameOf(host, event.link), time, direction, length, bytes }];
    };
    if (event.verb === 'sent') sent.set(event.id, hex(event));
    if (event.verb === 'sent' || event.verb === 'corrupted') now.set(event.id, hex(event));
    if (event.verb === 'sent') {
      return row(event.from, sent.get(event.id), event.link === 'lo' ? '0x00000000' : '0x00000002');
    }
    if (event.verb !== 'delivered' || event.link === 'lo') return [];
    return row(event.to ?? '', now.get(event.id), '0x00000001');
  });
}

const real = await recordings();
const withFrames = real.filter(({ trace }) => trace.some(({ type }) => type === 'frame'));

describe.skipIf(skipped !== '')(
  `tshark reads a capture without complaint${skipped}`,
  { timeout: 60_000 },
  () => {
    test.each(withFrames)('of $name: the same frames, times and bytes', ({ trace, network }) => {
      const rows = rowsOf(pcapngOf(trace, network));
      expect(rows.map(({ comments, ...row }) => row)).toEqual(expectedRows(trace, network));
      expect(rows.length).toBeGreaterThan(0);
    });

    test('of a run without frames', () => {
      expect(tshark(pcapngOf([], withFrames[0]?.network ?? expect.fail()))).toBe('');
    });

    test('and finds every checksum of a link right', () => {
      const { trace, network } = withFrames.find(({ name }) => name === 'echo-once') ?? expect.fail();
      const preferences = ['ip', 'tcp', 'udp'].flatMap(name => ['-o', `${name}.check_checksum:TRUE`]);
      const fields = ['ip.checksum.status', 'tcp.checksum.status'].flatMap(name => ['-e', name]);
      const statuses = tshark(
        pcapngOf(trace, network),
        ...preferences,
        '-Y',
        'tcp',
        '-T',
        'fields',
        ...fields,
      );
      expect(new Set(statuses.trimEnd().split('\n'))).toEqual(new Set(['1\t1']));
    });

    test('with what the wire did: held, dropped, duplicated, corrupted, sent again', () => {
      const { trace, network } = mistreated(
        withFrames.find(({ name }) => name === 'echo-once') ?? expect.fail(),
      );
      const rows = rowsOf(pcapngOf(trace, network));
      expect(rows.map(({ comments, ...row }) => row)).toEqual(expectedRows(trace, network));
      expect(rows.map(({ comments }) => comments)).toEqual([
        'waited 3.2 s on the wire (rule hold-first)',
        'sent again while packet 1 waited on the wire;dropped by the wire: the packet that it repeats waits no more',
        'waited 3.2 s on the wire (rule hold-first)',
        'duplicated on the wire',
        '',
        'delivery number 2 of the same packet',
        'corrupted on the wire: one bit was flipped',
        'corrupted on the wire: one bit was flipped',
        'dropped by the wire: random loss',
      ]);
    });
  },
);

/** Real frames of a recording with a fate that they did not have. */
function mistreated({ trace, network }: Recording): Pick<Recording, 'trace' | 'network'> {
  const [syn, answer, ack, data] = trace
    .filter(event => event.type === 'frame' && event.verb === 'sent')
    .slice(2);
  const at = (ms: number) => 490_000_007 + ms * 1_000_000;
  const events: TraceEvent[] = [];
  const add = (of: TraceEvent | undefined, id: number, ms: number, given: Partial<FrameEvent>) => {
    if (of?.type !== 'frame') throw new Error('the recording has no handshake');
    const bytes = given.verb === 'sent' ? of.bytes : null;
    events.push({ ...of, bytes, ...given, id, at: at(ms), seq: events.length });
  };
  const flipped = (of: TraceEvent | undefined): string => {
    const bytes = Buffer.from(of?.type === 'frame' ? bytesOf(of.bytes ?? '') : []);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    return bytes.toString('base64');
  };
  add(syn, 1, 0, { verb: 'sent' });
  add(syn, 1, 0, { verb: 'held', why: 'rule:hold-first' });
  add(syn, 2, 1000, { verb: 'sent', copyOf: 1 });
  add(syn, 1, 3200, { verb: 'released', why: 'asked' });
  add(syn, 1, 3200, { verb: 'delivered', to: 'server' });
  add(syn, 2, 3201, { verb: 'dropped', why: 'copy' });
  add(answer, 3, 3202, { verb: 'sent' });
  add(answer, 3, 3202, { verb: 'duplicated', why: 'duplicate' });
  add(answer, 3, 3203, { verb: 'delivered', to: 'client' });
  add(answer, 3, 3204, { verb: 'delivered', to: 'client' });
  add(ack, 4, 3205, { verb: 'sent' });
  add(ack, 4, 3205, { verb: 'corrupted', why: 'corrupt', bytes: flipped(ack) });
  add(ack, 4, 3206, { verb: 'delivered', to: 'server' });
  add(data, 5, 3207, { verb: 'sent' });
  add(data, 5, 3207, { verb: 'dropped', why: 'loss' });
  return { trace: events, network };
}
