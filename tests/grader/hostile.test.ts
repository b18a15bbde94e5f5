/** Whatever a program does, there is a verdict in time, it is no pass, and the next check knows nothing of it. */
import { afterAll, expect, test, vi } from 'vitest';
import { loadExercise, loadMutants } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';
import { descendants } from '../sandbox/leftovers.ts';
import { FORGES_REPLIES, hostile, READS_THE_SPEC } from './hostile-programs.ts';

const BOX_MS = 30_000;
const LIMIT_MS = 60_000;
const nextProgram = loadMutants(loadExercise('echo-once')).get('one-recv-100') ?? '';

const grader = createGrader({ slots: 1 });
afterAll(() => grader.close());

async function judge(exercise: string, text: string) {
  const results: CheckResult[] = [];
  const began = performance.now();
  const status = await grader.grade(
    { exercise, text, untilFailure: true },
    { onResult: result => results.push(result) },
  );
  return { status, results, tookMs: performance.now() - began };
}

const programsLeft = (file: string): string[] =>
  descendants()
    .map(({ command }) => command)
    .filter(command => command.includes(file));

test.each(Object.entries(hostile))(
  '%s',
  async (_name, text) => {
    const { status, results, tookMs } = await judge('echo-once', text);
    expect(results.some(result => result.status === 'pass')).toBe(false);
    expect(status).not.toBe('pass');
    expect(tookMs).toBeLessThan(BOX_MS);
    await vi.waitFor(() => expect(programsLeft('echo_once.py')).toEqual([]), { timeout: 10_000 });

    // Right but for one thing: the next program is judged as ever.
    const { results: next } = await judge('echo-once', nextProgram);
    expect(next.map(({ id, status: each, causes }) => [id, each, causes[0]])).toEqual([
      ['ascii', 'pass', undefined],
      ['korean', 'fail', 'bytes-missing'],
    ]);
  },
  LIMIT_MS,
);

test('no file of a check and no process of ours can be seen from inside', async () => {
  const { results } = await judge('echo-once', READS_THE_SPEC);
  expect(results[0]?.output).toContain('found 0 []');
});

test('a reply is not a forged one, however often it is said', async () => {
  const { status, results } = await judge('fdcount', FORGES_REPLIES);
  expect(status).toBe('fail');
  expect(results[0]?.verdict).toMatchObject({ kind: 'timed-out' });
});
