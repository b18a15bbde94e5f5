import { expect, test } from 'vitest';
import { OPEN_WIRE } from '#protocol/scene';
import { Impairment, type WireSetting } from '#protocol/wire';
import { cablingOf } from '../../src/lab/cabling.ts';
import { kernelOf, network } from './networks.ts';

const split = network('split');
const kernels = Object.fromEntries(split.hosts.map(host => [host.name, kernelOf(host)]));
const cut = (link: string, from: string | null, isCut = true) => Impairment.parse({ link, from, cut: isCut });
const wire = (...impairments: Impairment[]): WireSetting => ({ ...OPEN_WIRE, impairments });
const troubles = (setting: WireSetting) =>
  cablingOf(split, kernels, kernels, setting).stations.flatMap(({ name, ports }) =>
    ports.flatMap(port => (port.trouble ? [`${name}.${port.name} ${port.trouble}`] : [])),
  );
const cutLinks = (setting: WireSetting) =>
  cablingOf(split, {}, {}, setting).cables.flatMap(({ name, cut }) => (cut ? [name] : []));

test('before a kernel has spoken the author’s network is shown', () => {
  const { stations, cables } = cablingOf(split, {}, {}, OPEN_WIRE);
  expect(stations.map(({ name, isBetween, forwards }) => [name, isBetween, forwards])).toEqual([
    ['a', false, false],
    ['a2', false, false],
    ['r', true, true],
    ['b', false, false],
  ]);
  expect(cables).toEqual([
    { name: 'left', ends: ['a', 'a2', 'r'], cut: false },
    { name: 'right', ends: ['r', 'b'], cut: false },
  ]);
});

test('what the kernel says takes the author’s place: addresses, an interface that is down, forwarding', () => {
  const r = kernels.r ?? expect.fail('r');
  const changed = {
    ...r,
    forwards: false,
    interfaces: r.interfaces.map(on =>
      on.name === 'eth1' ? { ...on, up: false, addresses: [...on.addresses, '10.0.0.9/8'] } : on,
    ),
  };
  const { stations } = cablingOf(split, { ...kernels, r: changed }, kernels, OPEN_WIRE);
  const router = stations.find(({ name }) => name === 'r');
  expect(router?.forwards).toBe(false);
  expect(router?.ports[1]).toEqual({
    name: 'eth1',
    link: 'right',
    addresses: ['192.168.1.65/26', '10.0.0.9/8'],
    fresh: ['10.0.0.9/8'],
    trouble: 'down',
  });
});

test('a cut link is cut as a whole, and its ports are not to blame', () => {
  expect(cutLinks(wire(cut('left', null)))).toEqual(['left']);
  expect(troubles(wire(cut('left', null)))).toEqual([]);
});

test('one direction may be cut alone, and one sender’s own entry may keep it whole', () => {
  expect(cutLinks(wire(cut('left', 'a')))).toEqual([]);
  expect(troubles(wire(cut('left', 'a')))).toEqual(['a.eth0 cut']);
  const allButA = wire(cut('left', null), cut('left', 'a', false));
  expect(cutLinks(allButA)).toEqual([]);
  expect(troubles(allButA)).toEqual(['a2.eth0 cut', 'r.eth0 cut']);
  expect(cutLinks(wire(cut('right', 'r'), cut('right', 'b')))).toEqual(['right']);
});
