/**
 * The contract with the supervisor: what it really wrote (tests/supervisor/record.py) is what the
 * schema reads. Whoever drifts, fails here.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FrameEvent } from '#protocol/events';
import { SupervisorLine } from '#protocol/supervisor';

const texts = readFileSync(new URL('./supervisor.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const lines = texts.map(text => SupervisorLine.parse(JSON.parse(text)));

describe('lines of a real supervisor', () => {
  test('are read without a field too many or too few', () => {
    expect(lines).toEqual(texts.map(text => JSON.parse(text)));
  });

  test('cover every type of the contract', () => {
    const types = new Set(lines.map(line => line.type));
    const wanted = SupervisorLine.options.map(option => option.shape.type.value);
    expect([...types].sort()).toEqual([...wanted].sort());
  });

  test('begin with the process being up, and with tables before the hosts can be joined', () => {
    expect(lines[0]?.type).toBe('up');
    const first = lines.findIndex(line => line.type === 'hosts');
    const tables = lines.slice(0, first).filter(line => line.type === 'sockets');
    expect(tables.map(table => table.host)).toEqual(['client', 'server']);
  });

  test('give each frame one sending with its bytes, and its delivery after it', () => {
    const frames = lines.filter(line => line.type === 'frame');
    const sent = new Map(frames.filter(frame => frame.verb === 'sent').map(frame => [frame.id, frame]));
    expect(sent.size).toBeGreaterThan(5);
    for (const frame of frames.filter(frame => frame.verb === 'delivered')) {
      const origin = sent.get(frame.id);
      expect(origin?.bytes).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(origin?.from).toBe(frame.from);
      expect(frame.at).toBeGreaterThanOrEqual(origin?.at ?? Number.POSITIVE_INFINITY);
    }
  });

  test('show every verb of a frame, and why', () => {
    const frames = lines.filter(line => line.type === 'frame');
    const verbs = new Set(frames.map(({ verb }) => verb));
    expect([...verbs].sort()).toEqual(FrameEvent.shape.verb.options.toSorted());
    const unexplained = frames.filter(({ verb, why }) => !['sent', 'delivered'].includes(verb) && !why);
    expect(unexplained).toEqual([]);
  });

  test('name for each copy the frame that it repeats, which waits', () => {
    const frames = lines.filter(line => line.type === 'frame');
    const copies = frames.filter(({ copyOf }) => copyOf !== undefined);
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) {
      const before = frames.slice(0, frames.indexOf(copy)).filter(({ id }) => id === copy.copyOf);
      expect(before.map(({ verb }) => verb)).toEqual(['sent', 'held']);
      const after = frames.slice(frames.indexOf(copy) + 1).filter(({ id }) => id === copy.id);
      expect(after).toMatchObject([{ verb: 'dropped', why: 'copy' }]);
    }
  });

  test('refuse with codes that a page can be told, and a change in the kernel’s words', () => {
    const refused = lines.filter(line => line.type === 'reply' && line.code !== null);
    expect(refused).toMatchObject([
      { code: 'not-paused' },
      { code: 'no-such-frame' },
      { code: 'change-refused', error: 'Nexthop has invalid gateway' },
      { code: 'unknown-host' },
    ]);
  });
});
