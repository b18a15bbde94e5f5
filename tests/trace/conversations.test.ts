import { describe, expect, test } from 'vitest';
import { contextsOf, conversations, detailsOf } from '#trace/conversations';
import { dissect } from '#trace/dissect';
import type { FieldKey } from '#trace/field-keys';
import { frameStates } from './frame-states.ts';
import { bytes } from './frames.ts';
import { CLIENT, SERVER, scale, segmentFrom } from './segments.ts';

const syn = (seq: number, options: readonly number[] = scale(7)) =>
  segmentFrom(CLIENT, { seq, flags: 0x02, options });
const synAck = (seq: number, ack: number, options: readonly number[] = scale(3)) =>
  segmentFrom(SERVER, { seq, ack, flags: 0x12, options });
const data = (seq: number, ack: number) => segmentFrom(CLIENT, { seq, ack, flags: 0x18, data: 'hello' });
const answer = (seq: number, ack: number) => segmentFrom(SERVER, { seq, ack, flags: 0x10 });

/** A field of each frame, read with what the frames before it tell. */
function fieldOf(key: FieldKey, ...frames: Uint8Array[]): (string | undefined)[] {
  const next = conversations();
  return frames.map(
    frame =>
      dissect(frame, next(dissect(frame).summary))
        .layers.flatMap(({ fields }) => fields)
        .find(field => field.key === key)?.value,
  );
}

describe('sequence numbers', () => {
  const frames = [syn(1000), synAck(5000, 1001), data(1001, 5001), answer(5001, 1006)];

  test('count from the initial one of their direction', () => {
    expect(fieldOf('tcp.seq', ...frames)).toEqual([
      '1000 = ISN + 0',
      '5000 = ISN + 0',
      '1001 = ISN + 1',
      '5001 = ISN + 1',
    ]);
    expect(fieldOf('tcp.ack', ...frames)).toEqual([
      '0',
      '1001 = ISN + 1',
      '5001 = ISN + 1',
      '1006 = ISN + 6',
    ]);
  });

  test('wrap at 2^32', () => {
    expect(fieldOf('tcp.seq', syn(4_294_967_295), data(4, 0))).toEqual([
      '4294967295 = ISN + 0',
      '4 = ISN + 5',
    ]);
  });

  test('stay as they are when the SYN was not seen', () => {
    expect(fieldOf('tcp.seq', data(1001, 5001))).toEqual(['1001']);
    expect(fieldOf('tcp.ack', data(1001, 5001))).toEqual(['5001']);
  });

  test('a repeated SYN changes nothing, a new one begins a new connection', () => {
    const again = [...frames, syn(1000), data(1006, 5001), syn(9000), data(9001, 5001)];
    expect(fieldOf('tcp.seq', ...again).slice(4)).toEqual([
      '1000 = ISN + 0',
      '1006 = ISN + 6',
      '9000 = ISN + 0',
      '9001 = ISN + 1',
    ]);
    expect(fieldOf('tcp.ack', ...again).slice(5)).toEqual(['5001 = ISN + 1', '0', '5001']);
  });

  test('SACK blocks count from the other side’s', () => {
    const sack = [5, 10, ...bytes([1006, 4], [1011, 4]), 1, 1];
    const gap = segmentFrom(SERVER, { seq: 5001, ack: 1001, flags: 0x10, options: sack });
    expect(fieldOf('tcp.options.sack', syn(1000), synAck(5000, 1001), gap)[2]).toBe('1006-1011 = ISN + 6-11');
  });
});

describe('a window', () => {
  const opened = (options: { client?: number[]; server?: number[] }) =>
    fieldOf(
      'tcp.window',
      syn(1000, options.client),
      synAck(5000, 1001, options.server),
      data(1001, 5001),
      answer(5001, 1006),
    );

  test('is multiplied by what its sender’s SYN said, in the SYNs themselves not', () => {
    expect(opened({})).toEqual(['502', '502', '502 × 128 = 64256', '502 × 8 = 4016']);
  });

  test('is not multiplied when one side has no window scale option', () => {
    expect(opened({ server: [1, 1, 1, 1] })).toEqual(['502', '502', '502', '502']);
    expect(opened({ client: [1, 1, 1, 1] })).toEqual(['502', '502', '502', '502']);
  });

  test('is shifted by 14 at most (RFC 7323, section 2.3)', () => {
    expect(opened({ client: scale(200) })[2]).toBe('502 × 16384 = 8224768');
  });

  test('is not multiplied when the SYNs were not seen', () => {
    expect(fieldOf('tcp.window', data(1001, 5001))).toEqual(['502']);
  });
});

test('a list of frames is worked out once, and a frame of it is opened with what came before', () => {
  const frames = frameStates([syn(1000), synAck(5000, 1001), data(1001, 5001)]);
  expect(contextsOf(frames)).toBe(contextsOf(frames));
  expect(contextsOf(frames).map(context => [context?.seq, context?.ack])).toEqual([
    [0, null],
    [0, 1],
    [1, 1],
  ]);
  const last = frames[2];
  if (last === undefined) throw new Error('three frames were made');
  const { layers, bytes: opened } = detailsOf(last, frames);
  expect(opened.length).toBe(59);
  expect(layers.find(({ key }) => key === 'tcp')?.fields.find(({ key }) => key === 'tcp.window')?.value).toBe(
    '502 × 128 = 64256',
  );
});
