/**
 * The steps of the gate, in stages of lanes. The lanes of a stage run at the same time, each with its
 * steps one after the other, so lanes share no files and at most two are heavy (two cores); a stage
 * with one step shows its output as it comes.
 */
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BOX } from '../doctor/sandbox.ts';
import { type Counts, playwrightCounts, unittestCounts, vitestCounts } from './counts.ts';

export type Step = {
  name: string;
  command: readonly [string, ...string[]];
  env?: Record<string, string>;
  /** names of the doctor's findings without which this step cannot run */
  needs?: readonly string[];
  count?: (output: string) => Counts;
};

/** Steps that run one after the other. */
export type Lane = readonly Step[];

/** `reports`: a folder for the reports of test runners. `python`: the interpreter of a box. */
export function stages(options: { root: string; reports: string; python: string }): readonly Lane[][] {
  return [
    [
      [
        { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
        { name: 'Python format and lint', command: ['node', 'src/cli/python-lint.ts'] },
        { name: 'Python types', command: ['pyright'] },
      ],
      // Of scripts as well as of pages.
      [{ name: 'types: browser', command: ['astro', 'check', '--tsconfig', 'tsconfig.browser.json'] }],
    ],
    [
      [
        { name: 'types: neutral', command: ['tsc', '-p', 'tsconfig.neutral.json'] },
        { name: 'types: Node', command: ['tsc', '-p', 'tsconfig.node.json'] },
      ],
      [{ name: 'build', command: ['astro', 'build'] }],
    ],
    tests(options),
    [[browserTests({ name: 'browser tests', args: ['--grep-invert=@prove'], reports: options.reports })]],
  ];
}

/** Python's tests wait more than they work, and are done sooner: what is short follows them. */
function tests(options: { root: string; reports: string; python: string }): Lane[] {
  const { reports } = options;
  const of = ({ name, files, needs }: Demanding): Step =>
    vitest({ name, args: ['--tags-filter=!prove', ...files], needs, reports });
  const others = [IN_BOXES, ...SHORT].flatMap(({ files }) => files.map(file => `--exclude=${file}**`));
  // They share nothing but the modules that they test: a worker for each file would load those anew.
  const light = vitest({ name: 'tests', args: ['--no-isolate', ...others], needs: ['Python'], reports });
  return [
    [light, of(IN_BOXES)],
    [...pythonTests(options), ...SHORT.map(of)],
  ];
}

/** What only the long proof does: the same in the other language, and runs that the gate sees by halves. */
export const longBrowserTests = (reports: string): Step =>
  browserTests({ name: 'browser tests, the long ones', args: ['--grep=@prove'], reports });

/** The same of what runs in boxes. */
export const longBoxTests = (reports: string): Step =>
  vitest({
    name: 'tests in boxes, the long ones',
    args: ['--tags-filter=prove', ...IN_BOXES.files],
    needs: IN_BOXES.needs,
    reports,
  });

type Demanding = { name: string; files: readonly string[]; needs: readonly string[] };

/** Test files, by the beginnings of their paths, that need more of the machine than Python. */
const IN_BOXES: Demanding = {
  name: 'tests in boxes',
  files: [
    ...[
      'tests/sandbox/',
      'tests/quiz/proofs.test.ts',
      'tests/cli/check.test.ts',
      'tests/cli/sockscope.test.ts',
      'tests/cli/new.test.ts',
    ],
    ...['tests/grader/process.test.ts', 'tests/grader/proof.test.ts', 'tests/grader/verdicts.test.ts'],
  ],
  needs: BOX,
};
const SHORT: readonly Demanding[] = [
  {
    name: 'tests against tshark',
    files: ['tests/trace/tshark.test.ts', 'tests/trace/pcapng-tshark.test.ts'],
    needs: ['tshark'],
  },
  {
    name: 'tests of the doctor',
    files: ['tests/cli/doctor.test.ts'],
    needs: [...BOX, 'Chromium', 'A Korean font', 'tshark'],
  },
];

type RunnerStep = { name: string; args: readonly string[]; needs: readonly string[]; reports: string };

function vitest({ name, args, needs, reports }: RunnerStep): Step {
  const report = join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    command: ['vitest', 'run', ...reporters, ...args],
    needs,
    count: () => vitestCounts(report),
  };
}

function pythonTests({ root, python }: { root: string; python: string }): Step[] {
  const folders = new Set(globSync('tests/*/test_*.py', { cwd: root }).map(path => dirname(path)));
  return [...folders].sort().map(folder => ({
    name: `Python tests: ${folder}`,
    command: [python, '-m', 'unittest', 'discover', '-s', folder, ...fromRoot(root, folder)] as const,
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    needs: folder === 'tests/supervisor' ? BOX : ['Python'],
    count: unittestCounts,
  }));
}

/** A folder that is a package imports its own files by "from .": its root is the project's. */
const fromRoot = (root: string, folder: string): string[] =>
  existsSync(join(root, folder, '__init__.py')) ? ['-t', '.'] : [];

function browserTests({ name, args, reports }: Omit<RunnerStep, 'needs'>): Step {
  const report = join(reports, `${name}.json`);
  return {
    name,
    command: ['playwright', 'test', '--reporter=list,json', ...args],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    needs: [...BOX, 'Chromium'],
    count: () => playwrightCounts(report),
  };
}
