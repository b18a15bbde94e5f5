/** Where a failed check's evidence is found in its run: each place with what lights up there. */
import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import { belongsTo } from '#trace/belongs';
import { openTimeline } from '#trace/timeline';
import { placesIn } from '../../src/lab/run-places.ts';
import { golden } from './golden.ts';

const trace = [...golden];
const scene = loadScene('echo-once', null);
const run = { scene: { ...scene, programs: scene.programs.filter(({ name }) => name === 'server') }, trace };

const recv = trace.find(
  event => event.type === 'call' && event.program === 'server' && event.call === 'recv',
);
const back = trace.find(
  event =>
    event.type === 'return' && recv?.type === 'call' && event.id === recv.id && event.program === 'server',
);
const data = trace.findLast(
  event => event.type === 'frame' && event.verb === 'sent' && event.from === 'server',
);
if (recv?.type !== 'call' || back?.type !== 'return' || data?.type !== 'frame')
  throw new Error('no such run');

const evidence = {
  did: 'nc',
  line: recv.line,
  call: 'recv(fd 4)',
  callSeq: recv.seq,
  frame: 'FIN, ACK',
  frameId: data.id,
  moment: back.seq,
};

test('the line, the call and the frame are there at their moments, and each is found by its pick', () => {
  const places = placesIn(run, evidence);
  const timeline = openTimeline();
  timeline.append(trace);
  expect(places.whole).toEqual({ moment: back.seq + 1, picked: null });
  expect(places.line?.picked).toEqual({ kind: 'line', program: 'server', line: recv.line });
  const shown = timeline.at(places.call?.moment ?? 0).programs.server?.lineCalls[recv.line ?? 0];
  expect(shown).toMatchObject({ id: recv.id, returned: true });
  expect(places.call?.picked).toMatchObject({ kind: 'call', id: recv.id, seq: recv.seq });
  expect(places.frame?.picked).toEqual({ kind: 'frame', id: data.id });
  expect(timeline.at(places.frame?.moment ?? 0).frames.map(({ id }) => id)).toContain(data.id);
  for (const place of [places.line, places.call, places.frame]) {
    if (place?.picked === null || place === undefined) throw new Error('nothing is picked');
    const { lines, calls, frames } = belongsTo(trace, place.picked);
    expect(lines.length + calls.length + frames.length).toBeGreaterThan(0);
  }
});

test('what the evidence does not name, or the run was cut before, is no place', () => {
  const nowhere = { ...evidence, line: null, callSeq: null, frameId: null, moment: null };
  expect(placesIn(run, nowhere)).toEqual({ whole: { moment: trace.length, picked: null } });
  const cut = { ...run, trace: trace.slice(0, recv.seq) };
  expect(Object.keys(placesIn(cut, evidence)).sort()).toEqual(['line', 'whole']);
});
