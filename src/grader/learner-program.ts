/** The learner's program, whatever it does on the network: how a check sees it end. */
import type { TraceEvent } from '#protocol/events';
import type { ProgramRun } from './program-run.ts';
import { asleepIn, openCall } from './seen.ts';

/** A crash after a silent client comes at once; a program that still waits after this is well. */
const CRASH_MS = 1500;
/** A program that is neither asleep nor ended at its time may be on its way out on a busy machine. */
const BUSY_GRACE = 3;

type Exit = Extract<TraceEvent, { type: 'program-exited' }>;

export class LearnerProgram {
  readonly #run: ProgramRun;

  constructor(run: ProgramRun) {
    this.#run = run;
  }

  /** It may still wait or sleep; but if it has ended, then with exit code 0. */
  async doesNotFail(): Promise<void> {
    const run = this.#run;
    await run.endedWithin(CRASH_MS);
    if (run.exit === undefined || run.exit.code === 0) return;
    await this.#failEnd('exit code 0', run.exit);
  }

  /**
   * Ends within so many milliseconds, never shorter than 200 ms: with this exit code, or, where none
   * is given, by itself, which no exception and no signal is.
   */
  async ends({ within, code }: { within: number; code?: number }): Promise<void> {
    const run = this.#run;
    await run.endedWithin(within);
    if (run.exit === undefined && !(await this.#isAsleep())) await run.endedWithin(within * (BUSY_GRACE - 1));
    const { exit } = run;
    if (exit === undefined)
      return await run.fail({ kind: 'timed-out', afterMs: within }, { waitingFor: 'end' });
    if (code !== undefined && exit.code !== code) await this.#failEnd(`exit code ${code}`, exit);
    if (code === undefined && (exit.signal !== null || (await run.crashed())))
      await this.#failEnd('an end by itself', exit);
  }

  async #isAsleep(): Promise<boolean> {
    await this.#run.sockets(); // a look at the kernel, so that what follows is of now
    return isAsleep(this.#run);
  }

  async #failEnd(wanted: string, exit: Exit): Promise<never> {
    return await this.#run.fail({ kind: 'failed', wanted, saw: exitText(exit) }, { waitingFor: 'end' });
  }
}

/** The program waits, in a call that the stepper reports or in another that the kernel does. */
export const isAsleep = ({ box: { trace } }: ProgramRun): boolean =>
  openCall(trace) !== undefined || asleepIn(trace) !== null;

export const exitText = ({ code, signal }: Pick<Exit, 'code' | 'signal'>): string =>
  signal === null ? `exit code ${code}` : `ended by ${signal}`;
