import { describe, expect, test } from 'vitest';
import { OPEN_WIRE } from '#protocol/scene';
import { cablingOf } from '../../src/lab/cabling.ts';
import { type Point, type Rect, type Topology, topologyOf } from '../../src/lab/topology.ts';
import { largest, network, networkNames } from './networks.ts';

const networks = [
  ...networkNames.map(name => ({ name, net: network(name) })),
  { name: '(largest)', net: largest },
];
const cases = networks.flatMap(({ name, net }) =>
  [Infinity, 0].map(width => ({
    name,
    net,
    form: width === 0 ? 'column' : 'row',
    picture: topologyOf(cablingOf(net, {}, {}, OPEN_WIRE), width),
  })),
);

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const around = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
const pairs = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((item, index) => items.slice(index + 1).map((other): [Item, Item] => [item, other]));
/** What has an area of its own: boxes and the names of links. */
const areas = ({ stations, cables }: Topology) => [
  ...stations.map(({ box, station }) => ({ what: station.name, rect: box })),
  ...cables.map(({ label, name }) => ({ what: `the name of ${name}`, rect: label })),
];

describe.each(cases)('$name as a $form', ({ net, form, picture }) => {
  test('shows every host and every link once, in the form that was asked for', () => {
    expect(picture.form).toBe(form);
    expect(picture.stations.map(({ station }) => station.name)).toEqual(net.hosts.map(({ name }) => name));
    const links = new Set(net.hosts.flatMap(host => host.interfaces.map(({ link }) => link)));
    expect(new Set(picture.cables.map(({ name }) => name))).toEqual(links);
    expect(picture.cables).toHaveLength(links.size);
  });

  test('no two boxes or names lie on each other, and all lie inside', () => {
    const meeting = pairs(areas(picture)).filter(([a, b]) => overlap(a.rect, b.rect));
    expect(meeting.map(([a, b]) => `${a.what} × ${b.what}`)).toEqual([]);
    for (const { what, rect } of areas(picture)) {
      expect(Math.min(rect.x, rect.y), what).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width, what).toBeLessThanOrEqual(picture.width);
      expect(rect.y + rect.height, what).toBeLessThanOrEqual(picture.height);
    }
  });

  test('every port reaches the line of its link, and no cable runs through a box', () => {
    for (const { station, ports } of picture.stations)
      for (const { port, to } of ports) {
        const cable = picture.cables.find(({ name }) => name === port.link) ?? expect.fail(port.link);
        const line = around(cable.from, cable.to);
        const what = `${port.name} of ${station.name}`;
        expect(to.x, what).toBeGreaterThanOrEqual(line.x - 0.01);
        expect(to.x, what).toBeLessThanOrEqual(line.x + line.width + 0.01);
        expect(to.y, what).toBeGreaterThanOrEqual(line.y - 0.01);
        expect(to.y, what).toBeLessThanOrEqual(line.y + line.height + 0.01);
      }
    const boxes = picture.stations.map(({ box }) => box);
    const lines = picture.cables.map(({ from, to }) => around(from, to));
    // Lines have no width, so touching counts as crossing here.
    const thick = lines.map(line => ({ ...line, width: line.width + 0.1, height: line.height + 0.1 }));
    expect(thick.filter(line => boxes.some(box => overlap(line, box)))).toEqual([]);
  });

  test('lines of different links never run into each other', () => {
    const parallel = pairs(picture.cables).filter(([a, b]) =>
      form === 'row' ? a.from.y === b.from.y : a.from.x === b.from.x,
    );
    for (const [a, b] of parallel) {
      const [from, to] = form === 'row' ? (['x', 'x'] as const) : (['y', 'y'] as const);
      expect(a.to[from] < b.from[to] || b.to[from] < a.from[to], `${a.name} × ${b.name}`).toBe(true);
    }
  });

  test('the name of a link is not crossed by another link’s cable', () => {
    const crossed = picture.cables.flatMap(cable =>
      picture.stations.flatMap(({ ports }) =>
        ports
          .filter(({ port, from, to }) => port.link !== cable.name && overlap(around(from, to), cable.label))
          .map(({ port }) => `${port.link} crosses the name of ${cable.name}`),
      ),
    );
    expect(crossed).toEqual([]);
  });

  test('each address has a line of its own inside its host’s box', () => {
    for (const { box, rows, station } of picture.stations) {
      const written = station.ports.flatMap(({ addresses }) => addresses);
      expect(rows.flatMap(({ address }) => address ?? [])).toEqual(written);
      expect(new Set(rows.map(({ at }) => at.y)).size).toBe(rows.length);
      for (const { at } of rows) expect(at.y).toBeLessThan(box.y + box.height);
    }
  });
});

test('a row that does not fit becomes a column, and two machines fit on a phone either way', () => {
  const chain = cablingOf(network('chain'), {}, {}, OPEN_WIRE);
  const needed = topologyOf(chain, Infinity).width;
  expect(topologyOf(chain, needed).form).toBe('row');
  expect(topologyOf(chain, needed - 1).form).toBe('column');
  for (const name of networkNames) {
    const picture = topologyOf(cablingOf(network(name), {}, {}, OPEN_WIRE), 300);
    expect(picture.width, name).toBeLessThanOrEqual(300);
  }
});
