/** The grader as a process: results come one by one, an abort ends everything, a death is our fault. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadExercise, loadMutants, UnknownExercise } from '#grader/exercises';
import { createGrader, type Grader, type GraderOptions } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';
import { descendants, isAlive } from '../sandbox/leftovers.ts';

const exercise = loadExercise('echo-once');
/** Every check of it waits in vain, so that there is time to interfere. */
const NEVER_ENDS = { exercise: exercise.id, text: 'while True:\n    pass\n' };
const SOLUTION = { exercise: exercise.id, text: exercise.solution };

function openGrader(options?: GraderOptions): Grader {
  const grader = createGrader(options);
  onTestFinished(() => grader.close());
  return grader;
}

/** Waits until the learner's program runs in its box; returns everything that then runs below us. */
async function programRunning(): Promise<number[]> {
  return await vi.waitFor(
    () => {
      const ours = descendants();
      expect(ours.some(({ command }) => /python3? (\S*\/)?echo_once\.py/.test(command))).toBe(true);
      return ours.map(({ pid }) => pid);
    },
    { timeout: 10_000, interval: 20 },
  );
}

const allGone = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000, interval: 50 });

const graderPid = (): number => {
  const found = descendants().find(({ command }) => command.includes('src/grader/main.ts'));
  if (found === undefined) throw new Error('no grader process');
  return found.pid;
};

test('the first result is there while later checks still run', async () => {
  const grader = openGrader();
  const text = loadMutants(exercise).get('sleeps') ?? '';
  const ids: string[] = [];
  let isOver = false;
  let wasOver: boolean | undefined;
  const onResult = ({ id }: CheckResult): void => {
    ids.push(id);
    // Asked a turn later: a result that came together with the end would be too late.
    if (ids.length === 1) setImmediate(() => (wasOver = isOver));
  };
  await grader.grade({ exercise: exercise.id, text }, { onResult });
  isOver = true;
  expect(wasOver).toBe(false);
  expect(ids).toEqual(exercise.spec.checks.map(({ id }) => id));
});

test('two submissions at once are judged each by its own text', async () => {
  const grader = openGrader();
  const onResult = (): void => undefined;
  const wrong = { exercise: exercise.id, text: exercise.starter };
  expect(
    await Promise.all([SOLUTION, wrong, SOLUTION].map(request => grader.grade(request, { onResult }))),
  ).toEqual(['pass', 'fail', 'pass']);
});

test('an abort rejects, leaves nothing of the box, and the grader goes on', async () => {
  const grader = openGrader();
  const stop = new AbortController();
  const onResult = vi.fn();
  const judging = grader.grade(NEVER_ENDS, { signal: stop.signal, onResult });
  judging.catch(() => undefined);
  const main = await vi.waitFor(graderPid);
  const running = (await programRunning()).filter(pid => pid !== main);
  stop.abort();
  await expect(judging).rejects.toThrow(/abort/i);
  await allGone(running);
  expect(await grader.grade(SOLUTION, { onResult: () => undefined })).toBe('pass');
  expect(isAlive(main)).toBe(true);
  expect(onResult).not.toHaveBeenCalled();
});

test('an aborted submission that still waited for its turn is never begun', async () => {
  const grader = openGrader({ slots: 1 });
  const stop = new AbortController();
  const first = grader.grade(SOLUTION, { onResult: () => undefined });
  const onResult = vi.fn();
  const second = grader.grade(NEVER_ENDS, { signal: stop.signal, onResult });
  stop.abort();
  await expect(second).rejects.toThrow(/abort/i);
  expect(await first).toBe('pass');
  expect(onResult).not.toHaveBeenCalled();
});

test('a killed grader is our fault, takes its boxes along, and is replaced', async () => {
  const grader = openGrader();
  const results: CheckResult[] = [];
  const judging = grader.grade(NEVER_ENDS, { onResult: result => results.push(result) });
  const running = await programRunning();
  process.kill(graderPid(), 'SIGKILL');
  expect(await judging).toBe('error');
  expect(results.at(-1)).toMatchObject({
    status: 'error',
    verdict: { kind: 'our-fault', code: 'grader-died' },
  });
  await allGone(running);
  expect(await grader.grade(SOLUTION, { onResult: () => undefined })).toBe('pass');
});

test('a specification in an endless loop is ended with its worker, and nobody is blamed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sockscope-grader-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await cp(exercise.folder, join(root, exercise.id), { recursive: true });
  await writeFile(join(root, exercise.id, 'check.spec.ts'), 'for (;;) {}\n');
  const grader = openGrader({ watchdogMs: 3000, root });
  const results: CheckResult[] = [];
  const judging = grader.grade(SOLUTION, { onResult: result => results.push(result) });
  const pids = await vi.waitFor(
    () => {
      const workers = descendants(graderPid());
      expect(workers.some(({ command }) => command.includes('src/grader/worker.ts'))).toBe(true);
      return [graderPid(), ...workers.map(({ pid }) => pid)];
    },
    { timeout: 20_000, interval: 20 },
  );
  expect(await judging).toBe('error');
  expect(results).toMatchObject([{ id: 'ascii', verdict: { kind: 'our-fault', code: 'grader-died' } }]);
  await allGone(pids);
});

test('closing while a program is judged ends it all', async () => {
  const grader = createGrader();
  const judging = grader.grade(NEVER_ENDS, { onResult: () => undefined });
  const running = await programRunning();
  await grader.close();
  expect(await judging).toBe('error');
  await allGone(running);
  await expect(grader.grade(SOLUTION, { onResult: () => undefined })).rejects.toThrow(/closed/);
});

test('an unknown exercise is refused before anything starts', async () => {
  const grader = openGrader();
  const asked = grader.grade({ exercise: 'nope', text: '' }, { onResult: () => undefined });
  await expect(asked).rejects.toThrow(UnknownExercise);
});
