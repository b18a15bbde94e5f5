/**
 * The learner's program held before each of its lines, so that a check can look at the kernel at the
 * very moment at which the program prints something: without that, it would have gone on meanwhile.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Bell } from '#driver/bell';
import type { TraceEvent } from '#protocol/events';
import { LearnerServer } from './learner-server.ts';
import { listenerOn } from './listening.ts';
import type { ProgramRun } from './program-run.ts';

/** A program of twenty lines is there within 60; more is a loop. */
const MOST_STEPS = 400;
/** A terminal's bytes are handed over by a worker of the kernel's, which a busy machine lets wait. */
const HANDED_OVER_MS = 50;
/** What a program says to its first caller has come by then, on a machine with much to do. */
const CALLED_MS = 3000;

/** Where the program stands: it has printed the text, it waits in a system call, or it has ended. */
export type Standing = 'printed' | 'waits' | 'ended';

export class LearnerStepped extends LearnerServer {
  #printed = '';
  readonly #output = new Bell();

  constructor(run: ProgramRun, port: number) {
    super(run, port);
    run.box.terminal(run.program.name)?.onOutput(bytes => {
      this.#printed += Buffer.from(bytes).toString('utf8');
      this.#output.ring();
    });
  }

  /** Goes on line by line until the text is on the terminal, or no line comes any more. */
  async stepsUntilPrinted(text: string): Promise<Standing> {
    let seen = await this.#comesToRest(0);
    for (let steps = 0; seen !== undefined && steps < MOST_STEPS; steps += 1) {
      if (await this.#hasPrinted(text)) return 'printed';
      await this.run.box.step(this.run.program.name, 'line');
      seen = await this.#comesToRest(seen.seq + 1);
    }
    if (await this.#hasPrinted(text)) return 'printed';
    return this.run.exit === undefined ? 'waits' : 'ended';
  }

  /** The text is on the terminal while nobody has called; the program then stands before its next line. */
  async saysUnasked(text: string): Promise<void> {
    const standing = await this.stepsUntilPrinted(text);
    if (standing === 'printed') return;
    const { run } = this;
    const found = { waitingFor: 'output' } as const;
    if (standing === 'ended') {
      const saw = `the program ended without it`;
      return await run.fail({ kind: 'failed', wanted: text, saw }, found);
    }
    // Somebody calls: what comes only now has waited for that.
    const caller = listenerOn(this.port, await run.sockets());
    if (caller !== undefined) await this.client();
    const deadline = performance.now() + CALLED_MS;
    while (!this.#printed.includes(text) && run.exit === undefined && performance.now() < deadline) {
      // Refused while it is in its call; it stops once more when that returns.
      await run.box.step(run.program.name, 'run').catch(() => undefined);
      await run.news();
    }
    const saw = `nothing while it waits${this.#printed.includes(text) ? '; it came when somebody called' : ''}`;
    await run.fail({ kind: 'failed', wanted: text, saw }, found);
  }

  /** Between the return of listen and now the kernel has not seen it sleep. */
  async hasNotSlept(): Promise<void> {
    const { trace } = this.run;
    const listened = trace.findLastIndex(event => event.type === 'return' && event.call === 'listen');
    const slept = trace
      .slice(Math.max(0, listened))
      .some(event => event.type === 'blocked' && isSleep(event.syscall));
    if (!slept) return;
    const saw = 'a sleep between them';
    await this.run.fail(
      { kind: 'failed', wanted: 'READY right after listen', saw },
      { waitingFor: 'output' },
    );
  }

  /** The next stop before a line; undefined when it sleeps in a call for long, or has ended. */
  async #comesToRest(after: number): Promise<TraceEvent | undefined> {
    const isOver = new AbortController();
    const until = (match: (event: TraceEvent) => boolean): Promise<TraceEvent | undefined> =>
      this.run.box.waitFor(match, { after, signal: isOver.signal }).catch(() => undefined);
    const stopped = until(({ type }) => type === 'line');
    const waits = until(event => event.type === 'blocked' && isForSomebody(event.syscall));
    const ended = until(({ type }) => type === 'program-exited');
    const limit = delay(this.run.patience.listenMs, undefined, { signal: isOver.signal });
    const first = await Promise.race([
      stopped,
      waits.then(() => undefined),
      ended.then(() => undefined),
      limit.catch(() => undefined),
    ]);
    isOver.abort();
    return first;
  }

  /** The program stands, or waits: what it wrote before has left it. */
  async #hasPrinted(text: string): Promise<boolean> {
    const deadline = performance.now() + HANDED_OVER_MS;
    for (
      let left = HANDED_OVER_MS;
      left > 0 && !this.#printed.includes(text);
      left = deadline - performance.now()
    )
      await this.#output.wait(left);
    return this.#printed.includes(text);
  }
}

const isSleep = (syscall: string | null): boolean => /nanosleep/.test(syscall ?? '');
/** Not a sleep, which ends by itself. */
const isForSomebody = (syscall: string | null): boolean => syscall !== null && !isSleep(syscall);
