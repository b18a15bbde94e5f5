/** Cause and effect as the timeline's buttons walk them, on real runs. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labFolder } from '#driver/scenes';
import { openStops } from '#trace/stops';
import { linkedSteps } from '../../src/lab/linked-steps.ts';
import { readRecording } from '../trace/recordings.ts';

const trace = readRecording(join(labFolder('echo-once'), 'recorded.jsonl'));
const stops = openStops();
stops.follow(trace);
const links = (step: number) => linkedSteps(trace, stops, step);
const stepOf = (is: (event: (typeof trace)[number]) => boolean): number =>
  1 + stops.events.findIndex(index => is(trace[index] as (typeof trace)[number]));

test('from the call that connects a press leads to a frame, and from there back', () => {
  const connect = stepOf(event => event.type === 'call' && event.call === 'connect');
  const { effects } = links(connect);
  const kinds = effects.map(step => trace[stops.events[step - 1] ?? -1]?.type);
  expect(kinds).toContain('frame');
  const frame = effects[kinds.indexOf('frame')] ?? 0;
  expect(links(frame).cause).toBe(connect);
});

test('no step leads to itself, and every way leads to a step that is there', () => {
  for (let step = 1; step <= stops.moments.length; step += 1) {
    const { cause, effects } = links(step);
    for (const other of [...effects, ...(cause === undefined ? [] : [cause])]) {
      expect(other).not.toBe(step);
      expect(other).toBeGreaterThanOrEqual(1);
      expect(other).toBeLessThanOrEqual(stops.moments.length);
    }
  }
});

test('before anything happened there is neither', () => {
  expect(links(0)).toEqual({ cause: undefined, effects: [] });
});
