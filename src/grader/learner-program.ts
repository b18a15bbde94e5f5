/** The learner's program, whatever it does on the network: how a check sees it rest, print and end. */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { callsIn } from './calls.ts';
import { framesOf, type Sought } from './frames.ts';
import { type Holdings, holdingsOf, moreThan } from './holdings.ts';
import type { ProgramRun } from './program-run.ts';
import { asleepIn, openCall, printed } from './seen.ts';
import { WireControl } from './wire-control.ts';

/** A crash after a silent client comes at once; a program that still waits after this is well. */
const CRASH_MS = 1500;
/** A program that is neither asleep nor ended at its time may be on its way out on a busy machine. */
const BUSY_GRACE = 3;
const LOOK_EVERY_MS = 20;
/** A loop without a wait takes a third of a processor and more, or wants one all the time and does not get it. */
const IDLE_WINDOW_MS = 400;
const IDLE_CPU_MS = 60;
const IDLE_WANTED_MS = IDLE_WINDOW_MS / 2;
/** What its last client has begun may still be under way. */
const REST_MS = 500;
const LAST_WORDS_MS = 200;
const HELD_MS = 1000;
const CTRL_C = '\x03';

type Exit = Extract<TraceEvent, { type: 'program-exited' }>;

/** How many sockets of the program may be in a state. */
export type Sockets = { state: SocketRow['state']; atMost: number };

export class LearnerProgram {
  /** What the checker does to frames. */
  readonly wire: WireControl;
  protected readonly run: ProgramRun;

  constructor(run: ProgramRun) {
    this.run = run;
    this.wire = new WireControl(run.box);
  }

  /** It may still wait or sleep; but if it has ended, then with exit code 0. */
  async doesNotFail(): Promise<void> {
    const { run } = this;
    await run.endedWithin(CRASH_MS);
    if (run.exit === undefined || run.exit.code === 0) return;
    await this.#failEnd('exit code 0', run.exit);
  }

  /** It has not ended, and is not about to. */
  async lives(): Promise<void> {
    await this.run.endedWithin(LOOK_EVERY_MS);
    if (this.run.exit === undefined) return;
    const saw = exitText(this.run.exit);
    await this.run.fail({ kind: 'failed', wanted: 'a program that goes on', saw }, { waitingFor: 'running' });
  }

  /**
   * Ends within so many milliseconds, never shorter than 200 ms: with this exit code, or, where none
   * is given, by itself, which no exception and no signal is.
   */
  async ends({ within, code }: { within: number; code?: number }): Promise<void> {
    const { run } = this;
    await run.endedWithin(within);
    if (run.exit === undefined && !(await this.#isAsleep())) await run.endedWithin(within * (BUSY_GRACE - 1));
    const { exit } = run;
    if (exit === undefined)
      return await run.fail({ kind: 'timed-out', afterMs: within }, { waitingFor: 'end' });
    if (code !== undefined && exit.code !== code) await this.#failEnd(`exit code ${code}`, exit);
    if (code === undefined && (exit.signal !== null || (await run.crashed())))
      await this.#failEnd('an end by itself', exit);
  }

  /** Types on its terminal: a line, with its end. */
  types(text: string): void {
    this.run.box.terminal(this.run.program.name)?.write(text);
  }

  /** SIGKILL, and the same file from its first line again. */
  async restarts(): Promise<void> {
    await this.run.box.stop(this.run.program.name);
    await this.run.start();
  }

  /** Holds the program at its next line, for as long as the check does something. */
  async whileHeld(doing: () => Promise<void>): Promise<void> {
    const { box, program } = this.run;
    const after = box.trace.length;
    const isOver = new AbortController();
    const stopped = box
      .waitFor(event => event.type === 'line' && event.program === program.name, {
        after,
        signal: isOver.signal,
      })
      .catch(() => undefined);
    await box.pause(program.name);
    await doing();
    await Promise.race([stopped, this.run.endedWithin(HELD_MS)]);
    isOver.abort();
    await box.step(program.name, 'run').catch(() => undefined); // it may have ended, or never stood
  }

  /** The text stands on its terminal within so many milliseconds. */
  async prints(text: string, { within = this.run.patience.replyMs } = {}): Promise<void> {
    const { run } = this;
    const deadline = performance.now() + within;
    for (;;) {
      const hasEnded = run.exit !== undefined; // asked before the output: that may come a moment later
      if (hasEnded) await run.box.settled({ limitMs: LAST_WORDS_MS });
      if (printed(run.trace).includes(text)) return;
      const isOver = performance.now() > deadline;
      if (isOver) run.patience.wear();
      if (hasEnded || isOver) return await this.#failOutput(text, within);
      await run.news();
    }
  }

  /** At most so many of its sockets are in this state, at the latest after two seconds. */
  async holds({ state, atMost }: Sockets): Promise<void> {
    const { run } = this;
    const deadline = performance.now() + run.patience.replyMs;
    // The checker's own FIN may not have arrived: before that the table has nothing to show.
    await run.box.settled({ limitMs: REST_MS });
    for (;;) {
      const rows = (await run.sockets()).filter(row => row.state === state && row.owners.length > 0);
      if (rows.length <= atMost) return;
      if (performance.now() > deadline) {
        run.patience.wear();
        const wanted = `${atMost === 0 ? 'no' : `at most ${atMost}`} socket in ${state}`;
        return await run.fail(
          { kind: 'failed', wanted, saw: `${rows.length} in ${state}` },
          { waitingFor: 'table' },
        );
      }
      await run.news();
    }
  }

  /** What it holds now: descriptors and threads. */
  async holdings(): Promise<Holdings> {
    return holdingsOf(this.run.program.name, await this.run.box.usage());
  }

  /** It has given back all that it holds more than before, at the latest after two seconds. */
  async holdsNoMoreThan(before: Holdings): Promise<void> {
    const { run } = this;
    const deadline = performance.now() + run.patience.replyMs;
    for (;;) {
      const more = moreThan(before, await this.holdings());
      if (more === null) return;
      if (performance.now() > deadline) {
        run.patience.wear();
        const wanted = 'no more descriptors and threads than before';
        return await run.fail({ kind: 'failed', wanted, saw: `${more} more` }, { waitingFor: 'table' });
      }
      await run.news();
    }
  }

  /** Ctrl-C on its terminal ends it within so many milliseconds, in whichever way. */
  async endsOnCtrlC({ within }: { within: number }): Promise<void> {
    const { run } = this;
    run.did = `python3 ${run.program.file}, then Ctrl-C`;
    this.types(CTRL_C);
    await run.endedWithin(within);
    if (run.exit === undefined && !(await this.#isAsleep())) await run.endedWithin(within * (BUSY_GRACE - 1));
    if (run.exit !== undefined) return;
    await run.fail({ kind: 'timed-out', afterMs: within }, { waitingFor: 'end' });
  }

  /** So many sockets have been closed by close(), not by the end of the program. */
  async closesItself(count: number): Promise<void> {
    const closed = callsIn(this.run.trace, 'close').filter(({ line }) => line !== null).length;
    if (closed >= count) return;
    const wanted = `${count} calls of close`;
    await this.run.fail({ kind: 'failed', wanted, saw: `${closed}` }, { waitingFor: 'end' });
  }

  /** It waits for the kernel and does not ask again and again. */
  async rests(): Promise<void> {
    await this.run.box.settled({ limitMs: REST_MS });
    const before = await this.#used();
    await this.run.endedWithin(IDLE_WINDOW_MS);
    const after = await this.#used();
    const spent = after.cpuMs - before.cpuMs;
    const waited = after.waitedMs - before.waitedMs;
    if (spent < IDLE_CPU_MS && spent + waited < IDLE_WANTED_MS) return;
    const wanted = `no processor time in ${IDLE_WINDOW_MS} ms without a client`;
    const saw = `${spent} ms${spent < IDLE_CPU_MS ? `, and ${waited} ms of waiting for a processor` : ''}`;
    await this.run.fail({ kind: 'failed', wanted, saw }, { waitingFor: 'idle' });
  }

  /** No such frame has left its host. */
  async sendsNo(sought: Sought): Promise<void> {
    await this.run.box.settled({ limitMs: LAST_WORDS_MS });
    const frame = framesOf(this.run.trace, this.run.program.host).find(sought.is);
    if (frame === undefined) return;
    const wanted = `no ${sought.name}`;
    await this.run.fail({ kind: 'failed', wanted, saw: frame.text }, { waitingFor: 'wire' });
  }

  async #failOutput(text: string, within: number): Promise<never> {
    const { exit } = this.run;
    if (exit === undefined)
      return await this.run.fail({ kind: 'timed-out', afterMs: within }, { waitingFor: 'output' });
    const saw = `it was not printed, ${exitText(exit)}`;
    return await this.run.fail({ kind: 'failed', wanted: text, saw }, { waitingFor: 'output' });
  }

  async #used(): Promise<{ cpuMs: number; waitedMs: number }> {
    const processes = await this.run.box.usage();
    const own = processes.filter(({ program }) => program === this.run.program.name);
    const sum = (of: 'cpuMs' | 'waitedMs'): number => own.reduce((all, each) => all + each[of], 0);
    return { cpuMs: sum('cpuMs'), waitedMs: sum('waitedMs') };
  }

  async #isAsleep(): Promise<boolean> {
    await this.run.sockets(); // a look at the kernel, so that what follows is of now
    return isAsleep(this.run);
  }

  async #failEnd(wanted: string, exit: Exit): Promise<never> {
    return await this.run.fail({ kind: 'failed', wanted, saw: exitText(exit) }, { waitingFor: 'end' });
  }
}

/** The program waits, in a call that the stepper reports or in another that the kernel does. */
export const isAsleep = ({ trace }: ProgramRun): boolean =>
  openCall(trace) !== undefined || asleepIn(trace) !== null;

export const exitText = ({ code, signal }: Pick<Exit, 'code' | 'signal'>): string =>
  signal === null ? `exit code ${code}` : `ended by ${signal}`;
