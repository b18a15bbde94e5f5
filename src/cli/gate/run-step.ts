/** Runs one step as a process of its own and tells how it ended. */
import { spawn } from 'node:child_process';
import { toolEnvironment } from '../tool-environment.ts';
import { type Counts, NONE } from './counts.ts';
import type { Step } from './steps.ts';

export type Outcome = {
  name: string;
  status: 'passed' | 'failed' | 'skipped';
  ms: number;
  counts: Counts;
  /** why it was skipped */
  note: string;
};

type Options = {
  root: string;
  /** show the output as it comes; otherwise only after a failure */
  live: boolean;
  signal: AbortSignal;
};

/** Never rejects. */
export async function runStep(step: Step, { root, live, signal }: Options): Promise<Outcome> {
  const began = performance.now();
  const { worked, output } = await run(step, { root, live, signal });
  const counts = tally(step, output);
  const failed = !worked || counts.failed > 0;
  if (failed && !live) process.stdout.write(`\n${output}`);
  return {
    name: step.name,
    status: failed ? 'failed' : 'passed',
    ms: performance.now() - began,
    counts: failed ? withFailure(counts) : counts,
    note: '',
  };
}

export const skip = (step: Step, note: string): Outcome => ({
  name: step.name,
  status: 'skipped',
  ms: 0,
  counts: NONE,
  note,
});

/** A step that failed without a failed case (a lint finding, a crash) counts as one. */
const withFailure = (counts: Counts): Counts => ({ ...counts, failed: Math.max(1, counts.failed) });

/** A runner that crashed has left no report; one that found no test has not shown anything. */
function tally(step: Step, output: string): Counts {
  if (step.count === undefined) return NONE;
  try {
    const counts = step.count(output);
    return counts.passed + counts.failed + counts.skipped === 0 ? withFailure(counts) : counts;
  } catch (error) {
    console.error(`${step.name}: no report to count from: ${error}`);
    return withFailure(NONE);
  }
}

function run(
  { command: [program, ...args], env }: Step,
  { root, live, signal }: Options,
): Promise<{ worked: boolean; output: string }> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said.push(chunk);
      if (live) process.stdout.write(chunk);
    });
  return new Promise(resolve => {
    child.on('error', error => said.push(Buffer.from(`${program}: ${error.message}\n`)));
    child.on('close', code => resolve({ worked: code === 0, output: Buffer.concat(said).toString() }));
  });
}
