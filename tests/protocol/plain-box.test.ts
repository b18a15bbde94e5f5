import { describe, expect, test } from 'vitest';
import { labNames, loadLab, loadScene } from '#driver/scenes';
import { fitsPlainBox, inPlainBox, isSeenInPlainBox } from '#protocol/plain-box';
import { Probe } from '#protocol/probe';

const labs = await labNames();

test('what fits are the labs about loopback, but for variants that do something to a network', () => {
  const about = labs.filter(lab => loadLab(lab).loopback);
  expect(labs.filter(lab => fitsPlainBox(loadScene(lab, null)))).toEqual(about);
  expect(about.length).toBeGreaterThan(3);
  const left = about.flatMap(lab =>
    loadLab(lab).whatIfs.flatMap(({ id }) => (fitsPlainBox(loadScene(lab, id)) ? [] : [`${lab} ${id}`])),
  );
  expect(left).toEqual(['bind-a-port port-80']);
});

test('what remains of one has no pane of a wire and no question that only frames answer', () => {
  const scene = loadScene('create-a-socket', null);
  const { panes, predictions, ...rest } = inPlainBox(scene);
  expect(panes).toEqual(['programs', 'sockets']);
  expect(predictions.map(({ id }) => id)).toEqual(['first-number', 'next-number']);
  expect(scene).toMatchObject(rest);
});

describe('a probe is seen there', () => {
  const asksFrames: Probe[] = [
    { name: 'wire', of: 'frames' },
    { name: 'counter', host: 'pc', counter: 'UdpNoPorts' },
    { name: 'waiting' },
    { name: 'both', of: [{ name: 'failures' }, { name: 'waiting' }] },
  ];
  test('unless it asks frames, a network, or what a kernel has counted', () => {
    expect(asksFrames.map(probe => Probe.parse(probe)).filter(isSeenInPlainBox)).toEqual([]);
    expect(isSeenInPlainBox({ name: 'failures' })).toBe(true);
    expect(isSeenInPlainBox({ name: 'calls', program: 'app', call: 'socket' })).toBe(true);
  });
});
