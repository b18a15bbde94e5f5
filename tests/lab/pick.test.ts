import { expect, test } from 'vitest';
import { pickingOf } from '../../src/lab/pick.ts';
import { recordedSource } from '../../src/lab/recorded-source.ts';
import { viewOf } from '../../src/lab/view.ts';
import { golden } from './golden.ts';

function opened() {
  const view = viewOf(recordedSource(golden));
  view.goTo(golden.length);
  return { view, picking: pickingOf(view) };
}

const callOf = (name: string) => {
  const call = golden.find(event => event.type === 'call' && event.call === name);
  if (call?.type !== 'call' || call.line === null) throw new Error(`no ${name} in the recording`);
  return { ...call, line: call.line };
};

test('one pick lights the line, the call, the socket and the frames that belong together', () => {
  const { view, picking } = opened();
  const { program, id, seq, line } = callOf('connect');
  picking.toggle({ kind: 'call', program, id, seq });
  const lights = picking.lights.value;
  if (lights === null) throw new Error('nothing is lit');
  expect(lights.hasCall(seq)).toBe(true);
  expect(lights.hasLine(program, line)).toBe(true);
  const { frames } = view.now.value;
  const lit = frames.filter(({ id: frame }) => lights.hasFrame(frame));
  expect(lit.length).toBeGreaterThan(0);
  expect(lit.length).toBeLessThan(frames.length);
  const rows = golden.flatMap(event => (event.type === 'sockets' ? event.sockets : []));
  expect(rows.some(row => row.state === 'ESTABLISHED' && lights.hasSocket(row))).toBe(true);
});

test('the same again lets go, and another one takes its place', () => {
  const { picking } = opened();
  const [frame] = opened().view.now.value.frames;
  if (frame === undefined) throw new Error('no frame');
  picking.toggle({ kind: 'frame', id: frame.id });
  expect(picking.lights.value?.hasFrame(frame.id)).toBe(true);
  picking.toggle({ kind: 'frame', id: frame.id });
  expect(picking.lights.value).toBeNull();
  picking.toggle({ kind: 'frame', id: frame.id });
  const { program, line } = callOf('bind');
  picking.toggle({ kind: 'line', program, line });
  expect(picking.picked.value).toEqual({ kind: 'line', program, line });
});
