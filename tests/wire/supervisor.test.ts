/**
 * The contract with the supervisor: what it really wrote (tests/supervisor/record.py) is what the
 * schema reads. Whoever drifts, fails here.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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
});
