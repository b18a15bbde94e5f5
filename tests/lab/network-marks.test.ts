import { expect, test } from 'vitest';
import type { HostNetwork } from '#protocol/network';
import { addressRows, hasChanged, neighbourRows, routeRows } from '../../src/lab/network-marks.ts';
import { kernelOf, network } from './networks.ts';

const [a] = network('split').hosts;
if (a === undefined) throw new Error('split has lost its hosts');
const before = kernelOf(a);
const withAddresses = (addresses: string[], up = true): HostNetwork => ({
  ...before,
  interfaces: before.interfaces.map(on => (on.name === 'eth0' ? { ...on, up, addresses } : on)),
});
const route = (to: string, via: string | null) => ({ to, via, interface: 'eth0', source: null });

test('a changed mask marks its address and nothing else; the row stays the same row', () => {
  const now = withAddresses(['192.168.1.10/24']);
  const rows = addressRows(before, now);
  expect(rows.flatMap(({ row, changed }) => changed.map(cell => [row.address, cell]))).toEqual([
    ['192.168.1.10/24', 'address'],
  ]);
  expect(rows.map(({ key }) => key)).toEqual(addressRows(undefined, before).map(({ key }) => key));
});

test('an interface has one row for each address, and one when it has lost them all', () => {
  const two = addressRows(before, withAddresses(['192.168.1.10/26', 'fd00::10/64']));
  expect(two.filter(({ row }) => row.on.name === 'eth0').map(({ row }) => [row.isFirst, row.span])).toEqual([
    [true, 2],
    [false, 2],
  ]);
  const none = addressRows(before, withAddresses([])).filter(({ row }) => row.on.name === 'eth0');
  expect(none).toMatchObject([{ row: { address: null, span: 1 }, changed: ['address'] }]);
});

test('an interface that goes down is marked once, however many addresses it has', () => {
  const rows = addressRows(before, withAddresses(['192.168.1.10/26'], false));
  expect(rows.flatMap(({ changed }) => changed)).toEqual(['up']);
});

test('a route by another router changes its line; a second line to the same place is new', () => {
  const was = { ...before, routes: [route('default', '192.168.1.1'), route('192.168.1.0/26', null)] };
  const other = { ...was, routes: [route('default', '192.168.1.2'), route('192.168.1.0/26', null)] };
  expect(routeRows(was, other).map(({ isNew, changed }) => ({ isNew, changed }))).toEqual([
    { isNew: false, changed: ['via'] },
    { isNew: false, changed: [] },
  ]);
  const more = { ...was, routes: [...was.routes, route('10.9.0.0/16', '192.168.1.1')] };
  expect(routeRows(was, more).map(({ isNew }) => isNew)).toEqual([false, false, true]);
});

test('a neighbour that answers shows its address and its state as changed', () => {
  const asked = { address: '192.168.1.1', mac: null, interface: 'eth0', state: 'INCOMPLETE' as const };
  const found = { ...asked, mac: '02:00:00:00:00:05', state: 'REACHABLE' as const };
  const was = { ...before, neighbours: [asked] };
  expect(neighbourRows(was, { ...before, neighbours: [found] })[0]?.changed).toEqual(['mac', 'state']);
  expect(neighbourRows(before, was)[0]).toMatchObject({ isNew: true, changed: [] });
});

test('the first word of a kernel is no change; a line that has gone is one', () => {
  expect(addressRows(undefined, before).flatMap(({ isNew, changed }) => [isNew, ...changed])).not.toContain(
    true,
  );
  expect(routeRows(undefined, before).some(({ isNew }) => isNew)).toBe(false);
  expect(hasChanged(undefined, before)).toBe(false);
  expect(hasChanged(before, structuredClone(before))).toBe(false);
  expect(hasChanged(before, { ...before, routes: [] })).toBe(true);
});
