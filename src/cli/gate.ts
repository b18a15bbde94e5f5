/**
 * `npm test`, the gate: everything that must hold before a change is kept, each thing once, in at
 * most 15 minutes on two cores. It stops after the first stage that fails, unless --keep-going.
 * Its last line is "N passed, N failed", in test cases; a failing step without a failed case
 * counts as one. A step that lacks a tool is skipped and says so; in CI that is a failure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from './doctor/finding.ts';
import { findPython } from './doctor/interpreters.ts';
import { cure } from './doctor.ts';
import { add, NONE } from './gate/counts.ts';
import { type Outcome, runStep, skip } from './gate/run-step.ts';
import { type Step, stages } from './gate/steps.ts';

const root = join(import.meta.dirname, '../..');
const reports = mkdtempSync(join(tmpdir(), 'sockscope-gate-'));
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort()).once('SIGINT', () => stop.abort());

try {
  const { values } = parseArgs({ options: { 'keep-going': { type: 'boolean', default: false } } });
  const outcomes = await runAll({ keepGoing: values['keep-going'] });
  summarise(outcomes);
  const bad = process.env.CI ? ['failed', 'skipped'] : ['failed'];
  process.exitCode = outcomes.some(({ status }) => bad.includes(status)) ? 1 : 0;
} finally {
  rmSync(reports, { recursive: true });
}

async function runAll({ keepGoing }: { keepGoing: boolean }): Promise<Outcome[]> {
  const began = performance.now();
  const findings = await cure('test');
  const outcomes = [doctorsOutcome(findings, performance.now() - began)];
  const python = (await findPython()) ?? 'python3';
  for (const stage of stages({ root, reports, python })) {
    const live = stage.flat().length === 1;
    const lanes = stage.map(async lane => {
      const ended: Outcome[] = [];
      for (const step of lane) ended.push(await runOrSkip(step, findings, live));
      return ended;
    });
    const ended = (await Promise.all(lanes)).flat();
    outcomes.push(...ended);
    const failed = ended.some(({ status }) => status === 'failed');
    if (stop.signal.aborted || (failed && !keepGoing)) break;
  }
  return outcomes;
}

async function runOrSkip(step: Step, findings: readonly Finding[], live: boolean): Promise<Outcome> {
  const lacking = findings.find(({ name, status }) => status !== 'PASS' && step.needs?.includes(name));
  if (lacking !== undefined) return skip(step, `${lacking.name}: ${lacking.cause}`);
  if (live) console.log(`\n── ${step.name}`);
  const outcome = await runStep(step, { root, live, signal: stop.signal });
  console.log(describe(outcome));
  return outcome;
}

/** The doctor's own step does not stop the gate: each later step names what it needs. */
function doctorsOutcome(findings: readonly Finding[], ms: number): Outcome {
  const lacking = findings.filter(({ status }) => status === 'FAIL').map(({ name }) => name);
  const status = lacking.length === 0 ? 'passed' : 'skipped';
  const outcome = { name: 'doctor', status, ms, counts: NONE, note: lacking.join(', ') } as const;
  console.log(describe(outcome));
  return outcome;
}

function describe({ name, status, ms, note }: Outcome): string {
  const line = `${status.padEnd(8)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`;
  return note === '' ? line : `${line} (lacks ${note})`;
}

function summarise(outcomes: readonly Outcome[]): void {
  const total = outcomes.map(({ counts }) => counts).reduce(add, NONE);
  console.log('\nThe gate:');
  for (const outcome of outcomes) console.log(describe(outcome));
  if (stop.signal.aborted) console.log('interrupted; the rest did not run');
  if (total.skipped > 0) console.log(`${total.skipped} test cases were skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
}
