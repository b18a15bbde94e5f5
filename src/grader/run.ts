/**
 * The learner's program of one check, in a box of its own, started and given back as something to wait for,
 * call, be called by, and see end; and what is noted of the check.
 */
import type { Box } from '#driver/box';
import type { RecordedRun } from '#protocol/verdict';
import type { BoxStock } from './box-stock.ts';
import { Caller, callerOf } from './caller.ts';
import type { LikelyCauses } from './causes.ts';
import { CheckServer, type Listens } from './check-server.ts';
import { LearnerDatagrams } from './learner-datagrams.ts';
import { LearnerModule } from './learner-module.ts';
import { LearnerProgram } from './learner-program.ts';
import { LearnerServer } from './learner-server.ts';
import { LearnerStepped } from './learner-stepped.ts';
import type { Patience } from './patience.ts';
import { ourFault, ProgramRun } from './program-run.ts';
import { crashOf, faultOf, printed, shortened } from './seen.ts';
import type { CheckNotes, Failure, Submission } from './submission.ts';

type Serves = { port: number; causes: LikelyCauses };

export type Run = {
  /** The learner's program serves: checks wait for its listener and connect to it. */
  server(options: Serves): Promise<LearnerServer>;
  /** The same over UDP: checks wait for its bound socket and send to it. */
  datagrams(options: Serves): Promise<LearnerDatagrams>;
  /** The same as a server, held before its first line and led from line to line. */
  stepped(options: Serves): Promise<LearnerStepped>;
  /** The learner's program calls: the check's server listens before its first line runs. */
  client(options: {
    listens: Listens;
    causes: LikelyCauses;
  }): Promise<{ program: LearnerProgram; server: CheckServer }>;
  /** The learner's file is a module: checks call its functions. */
  module(options: { causes: LikelyCauses }): Promise<LearnerModule>;
};

/** What a check has from Vitest and from the checks before it. */
export type CheckScope = {
  /** id of the check */
  check: string;
  submission: Submission;
  patience: Patience;
  stock: BoxStock;
  notes: CheckNotes;
  signal: AbortSignal;
  onFailure: () => void;
  /** called when the check is over */
  onCleanup: (cleanup: () => void) => void;
};

export function runOf({ notes, stock, signal, submission, onCleanup, ...check }: CheckScope): Run {
  const note = (failure: Failure): void => {
    notes.failure = failure;
    check.onFailure();
  };
  const openRun = async (causes: LikelyCauses): Promise<ProgramRun> => {
    const box = await stock.take();
    signal.addEventListener('abort', () => void box.close(), { once: true });
    onCleanup(() => {
      complete(notes, box, submission);
      if (notes.failure !== undefined && submission.withRun) notes.run = recorded(box, submission);
      stock.giveBack(box);
    });
    return new ProgramRun({ box, submission, causes, note, check: check.check, patience: check.patience });
  };
  return {
    async server({ port, causes }) {
      const run = await openRun(causes);
      await run.start();
      return new LearnerServer(run, port);
    },
    async datagrams({ port, causes }) {
      const run = await openRun(causes);
      await run.start();
      return new LearnerDatagrams(run, port);
    },
    async stepped({ port, causes }) {
      const run = await openRun(causes);
      await run.start({ mode: 'paused' });
      return new LearnerStepped(run, port);
    },
    async module({ causes }) {
      const run = await openRun(causes);
      const terminal = await run.start({ argv: callerOf(run.program.file) });
      return new LearnerModule(run, new Caller(terminal));
    },
    async client({ listens, causes }) {
      const run = await openRun(causes);
      // Closed with the box.
      const listener = await run.box.listen(listens.host, listens.port);
      await run.start();
      return { program: new LearnerProgram(run), server: new CheckServer(run, listener, listens) };
    },
  };
}

/** Adds what is known once the check is over: the output, and a fault, which outweighs any verdict. */
function complete(notes: CheckNotes, { trace }: Box, { scene }: Submission): void {
  const fault = faultOf(trace);
  if (fault !== undefined) notes.failure = { verdict: ourFault(fault), causes: [] };
  const traceback = crashOf(trace, scene.programs[0]?.file ?? '')?.traceback;
  const output = printed(trace);
  const end = traceback === undefined ? -1 : output.lastIndexOf(traceback);
  notes.output = shortened(end === -1 ? output : output.slice(0, end));
}

/** A run that is too long to be looked through keeps its beginning. */
const MOST_EVENTS = 4000;

const recorded = ({ trace }: Box, { scene }: Submission): RecordedRun => ({
  scene,
  trace: trace.slice(0, MOST_EVENTS),
});
