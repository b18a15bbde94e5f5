/**
 * What the long proof consists of, in order: first each thing once, then every test again and again,
 * a round of all of them at a time, because what passes once may still be a race.
 */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { type Step, stages } from '../gate/steps.ts';

type Extent = { root: string; reports: string; python: string; boxes: number; repeats: number };

/** What the proof should hold and does not, and why. */
export const LEFT_OUT: readonly string[] = ['Lighthouse: package.json brings none'];

export function proofs({ boxes, repeats, ...machine }: Extent): readonly Step[] {
  return [
    // In CI a test that is skipped for want of a tool is no success.
    { name: 'the gate', command: ['node', 'src/cli/gate.ts'], env: { CI: '1' } },
    {
      name: 'every exercise, its starter, solution and mutants',
      command: ['node', 'src/cli/check.ts', '--all'],
    },
    ...suites(machine.root).map(faithful),
    { name: `${boxes} boxes`, command: ['node', 'tests/sandbox/thousand-boxes.ts', `${boxes}`] },
    ...Array.from({ length: repeats }, (_, nth) => round(machine, nth + 1)).flat(),
  ];
}

/** A file for each, with the modules that it is made of. */
const suites = (root: string): string[] =>
  globSync('tests/faithful/suites/*.txt', { cwd: root })
    .map(file => basename(file, '.txt'))
    .sort();

const faithful = (suite: string): Step => ({
  name: `CPython’s own tests: ${suite}`,
  command: ['node', 'tests/faithful/faithful.ts', suite],
});

/** The gate's steps that count test cases; the others cannot end otherwise the second time. */
const round = (machine: { root: string; reports: string; python: string }, nth: number): Step[] =>
  stages(machine)
    .flat()
    .filter(({ count }) => count !== undefined)
    .map(step => ({ ...step, name: `${step.name}, round ${nth}` }));
