/** What a box costs without any page: until it is built, and what its wire takes of a bare one. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openBox } from '#driver/open';
import { keepSpare } from '#driver/spare';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { type Figure, median } from './figure.ts';
import { bareStarts } from './floors.ts';

const OPENINGS = 30;
const SPARE_AIM = { atMost: 2.5 };
const WIRE_AIM = { atLeast: 0.5 };

/** Cold and with a spare by turns, so that a noisy minute hits both. */
export async function measureOpening(python: string): Promise<Figure[]> {
  const bare: number[] = [];
  const cold: number[] = [];
  const spare: number[] = [];
  for (let nth = 0; nth < OPENINGS; nth += 1) {
    bare.push(...bareStarts(python, 2));
    cold.push(await openOne());
    await using keeper = keepSpare();
    await keeper.ready();
    spare.push(await openOne());
  }
  const floor = { name: 'python3 -c pass', value: median(bare) };
  const common = { unit: 'ms', aim: null, floor, method: `median of ${OPENINGS}` } as const;
  return [
    { name: 'two hosts with wire ready, spare', value: median(spare), ...common, ratioAim: SPARE_AIM },
    { name: '… started cold', value: median(cold), ...common },
  ];
}

async function openOne(): Promise<number> {
  const scene = sceneOfSources('pair', {});
  const began = performance.now();
  await using _box = await openBox(scene);
  return performance.now() - began;
}

/** What wire_bench.py prints of each mode that it has measured. */
type Mode = { wire: string; roundTripUs: number; framesPerSecond: number };

export function measureWire(python: string): Figure[] {
  const text = execFileSync(python, [join(import.meta.dirname, 'wire_bench.py')], { encoding: 'utf8' });
  const lines: unknown[] = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  const find = (wire: string): Mode => {
    const found = (lines as Mode[]).find(line => line.wire === wire);
    if (found === undefined) throw new Error(`wire_bench.py has not measured "${wire}"`);
    return found;
  };
  const [direct, bare, parsed] = [find('direct'), find('bare'), find('parsed')];
  const added = (parsed.roundTripUs - direct.roundTripUs).toFixed(0);
  return [
    {
      name: 'wire, 18-byte UDP, parsed and recorded',
      value: parsed.framesPerSecond,
      unit: 'frames/s',
      aim: null,
      ratioAim: WIRE_AIM,
      floor: { name: 'neither', value: bare.framesPerSecond },
      method: 'flood from host to host',
    },
    {
      name: 'round trip over this wire',
      value: parsed.roundTripUs,
      unit: 'µs',
      aim: null,
      floor: { name: 'veth from host to host', value: direct.roundTripUs },
      method: `a byte over TCP; adds ${added} µs`,
    },
  ];
}
