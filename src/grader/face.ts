/**
 * What a check specification imports: `test` of Vitest with a `run` that starts the learner's program
 * in a box of its own and gives it back as something to wait for, call, be called by, and see end.
 * Without a grader (an author runs Vitest on the file) the exercise's own solution is judged.
 */
import { basename, dirname } from 'node:path';
import { expect, inject, test as plainTest } from 'vitest';
import type { Box } from '#driver/box';
import { BoxStock } from './box-stock.ts';
import type { LikelyCauses } from './causes.ts';
import { CheckServer, type Listens } from './check-server.ts';
import { loadExercise, submissionOf } from './exercises.ts';
import { LearnerProgram } from './learner-program.ts';
import { LearnerServer } from './learner-server.ts';
import { Patience } from './patience.ts';
import { ourFault, ProgramRun } from './program-run.ts';
import { crashOf, faultOf, printed, shortened } from './seen.ts';
import type { CheckNotes, Failure, Submission } from './submission.ts';

export type { LikelyCauses, Saw } from './causes.ts';

export type Run = {
  /** The learner's program serves: checks wait for its listener and connect to it. */
  server(options: { port: number; causes: LikelyCauses }): Promise<LearnerServer>;
  /** The learner's program calls: the check's server listens before its first line runs. */
  client(options: {
    listens: Listens;
    causes: LikelyCauses;
  }): Promise<{ program: LearnerProgram; server: CheckServer }>;
};

// When the grader is killed, nothing else ends this process: a box's pipes would keep it alive.
process.once('disconnect', () => process.exit(1));

export const test = plainTest
  .extend('submission', { scope: 'file' }, () => inject('submission') ?? solutionOfThisFile())
  .extend('patience', { scope: 'file' }, () => new Patience())
  .extend('stock', { scope: 'file' }, ({ submission }, { onCleanup }) => {
    const stock = new BoxStock(submission.scene, submission.checks.length);
    onCleanup(() => stock[Symbol.asyncDispose]());
    return stock;
  })
  .extend('run', ({ submission, patience, stock, task, signal }, { onCleanup }): Run => {
    const notes: CheckNotes = { output: '' };
    task.meta.check = notes;
    const note = (failure: Failure): void => {
      notes.failure = failure;
    };
    const openRun = async (causes: LikelyCauses): Promise<ProgramRun> => {
      const box = await stock.take();
      signal.addEventListener('abort', () => void box.close(), { once: true });
      onCleanup(() => {
        complete(notes, box, submission);
        stock.giveBack(box);
      });
      return new ProgramRun({ box, submission, causes, patience, note });
    };
    return {
      async server({ port, causes }) {
        const run = await openRun(causes);
        await run.start();
        return new LearnerServer(run, port);
      },
      async client({ listens, causes }) {
        const run = await openRun(causes);
        // Closed with the box.
        const listener = await run.box.listen(listens.host, listens.port);
        await run.start();
        return { program: new LearnerProgram(run), server: new CheckServer(run, listener, listens) };
      },
    };
  });

/** Adds what is known once the check is over: the output, and a fault, which outweighs any verdict. */
function complete(notes: CheckNotes, { trace }: Box, { scene }: Submission): void {
  const fault = faultOf(trace);
  if (fault !== undefined) notes.failure = { verdict: ourFault(fault), causes: [] };
  const traceback = crashOf(trace, scene.programs[0]?.file ?? '')?.traceback;
  const output = printed(trace);
  const end = traceback === undefined ? -1 : output.lastIndexOf(traceback);
  notes.output = shortened(end === -1 ? output : output.slice(0, end));
}

function solutionOfThisFile(): Submission {
  const exercise = loadExercise(basename(dirname(expect.getState().testPath ?? '')));
  return submissionOf(exercise, exercise.solution);
}
