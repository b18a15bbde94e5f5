/**
 * What the long proof consists of, in order: first each thing once, then every test again and again,
 * a round of all of them at a time, because what passes once may still be a race.
 */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { longBoxTests, longBrowserTests, type Step, stages } from '../gate/steps.ts';

type Extent = { root: string; reports: string; python: string; boxes: number; repeats: number };

export function proofs({ boxes, repeats, ...machine }: Extent): readonly Step[] {
  return [
    // In CI a test that is skipped for want of a tool is no success.
    { name: 'the gate', command: ['node', 'src/cli/gate.ts'], env: { CI: '1' } },
    {
      name: 'every exercise, its starter, solution and mutants',
      command: ['node', 'src/cli/sockscope.ts', 'check', '--all'],
    },
    longBrowserTests(machine.reports),
    longBoxTests(machine.reports),
    { name: 'Lighthouse on every kind of page', command: ['node', 'src/cli/prove/lighthouse.ts'] },
    underEveryPython(machine.python),
    ...suites(machine.root).map(faithful),
    { name: `${boxes} boxes`, command: ['node', 'tests/sandbox/thousand-boxes.ts', `${boxes}`] },
    { name: 'twenty learners who step at once', command: ['node', 'tests/sandbox/twenty-learners.ts'] },
    { name: '500 checks by one grader', command: ['node', 'tests/grader/many-checks.ts', '500'] },
    ...Array.from({ length: repeats }, (_, nth) => round(machine, nth + 1)).flat(),
  ];
}

/** The gate takes the system's Python, the oldest and the newest (tests/stepper/harness.py). */
const underEveryPython = (python: string): Step => ({
  name: 'the stepper under every Python found',
  command: [python, '-m', 'unittest', 'discover', '-s', 'tests/stepper', '-t', '.'],
  env: { PYTHONDONTWRITEBYTECODE: '1', SOCKSCOPE_PYTHONS: 'all' },
});

/** A file for each, with the modules that it is made of. */
const suites = (root: string): string[] =>
  globSync('tests/faithful/suites/*.txt', { cwd: root })
    .map(file => basename(file, '.txt'))
    .sort();

const faithful = (suite: string): Step => ({
  name: `CPython’s own tests: ${suite}`,
  command: ['node', 'tests/faithful/faithful.ts', suite],
});

const BUSY_CHECKS: Step = {
  name: 'every check with all cores busy',
  command: ['node', 'tests/grader/busy-checks.ts'],
};

/** The gate's steps that count test cases; the others cannot end otherwise the second time. */
const round = (machine: { root: string; reports: string; python: string }, nth: number): Step[] =>
  [...stages(machine).flat(2), longBrowserTests(machine.reports), longBoxTests(machine.reports)]
    .filter(({ count }) => count !== undefined)
    .concat(BUSY_CHECKS)
    .map(step => ({ ...step, name: `${step.name}, round ${nth}` }));
