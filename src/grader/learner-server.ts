/** The learner's program as a server that a check waits for, calls and sees end. */

import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { DialError } from '#driver/box';
import { errnoName } from '#trace/errno';
import { CheckClient } from './check-client.ts';
import {
  type Address,
  type Listener,
  listenerOn,
  listenersIn,
  otherHost,
  outsideAddress,
  routeTo,
} from './listening.ts';
import type { ProgramRun } from './program-run.ts';
import { asleepIn, openCall } from './seen.ts';

const LOOK_EVERY_MS = 10;
/** A crash after a silent client comes at once; a program that still waits after this is well. */
const CRASH_MS = 1500;
/** A program that is neither asleep nor ended at its time may be on its way out on a busy machine. */
const BUSY_GRACE = 3;

export class LearnerServer {
  readonly #run: ProgramRun;
  readonly #port: number;
  #listener: Listener | undefined;

  constructor(run: ProgramRun, port: number) {
    this.#run = run;
    this.#port = port;
  }

  /** Waits until the kernel shows a listener on the port, or the program has ended. */
  async listening(): Promise<Listener> {
    this.#listener ??= await this.#awaitListener();
    return this.#listener;
  }

  /**
   * Connects from where the kernel says it can be reached: from the server's own host when it is bound
   * to loopback, because reaching it from outside is a check of its own.
   */
  async client(): Promise<CheckClient> {
    const listener = await this.listening();
    return await this.#dial(routeTo(listener, this.#run.program.host, this.#run.scene.network));
  }

  /** Connects from the other host, to the address by which it knows the server. */
  async clientFromOutside(): Promise<CheckClient> {
    await this.listening();
    const { program, scene } = this.#run;
    const from = otherHost(program.host, scene.network);
    return await this.#dial({ from, ip: outsideAddress(program.host, scene.network), port: this.#port });
  }

  /** It may still wait or sleep; but if it has ended, then with exit code 0. */
  async doesNotFail(): Promise<void> {
    const run = this.#run;
    await run.endedWithin(CRASH_MS);
    if (run.exit === undefined || run.exit.code === 0) return;
    const saw = exitText(run.exit);
    await run.fail({ kind: 'failed', wanted: 'exit code 0', saw }, { waitingFor: 'end' });
  }

  /** Ends within so many milliseconds, with this exit code. Never shorter than 200 ms. */
  async ends({ within, code }: { within: number; code: number }): Promise<void> {
    const run = this.#run;
    await run.endedWithin(within);
    if (run.exit === undefined && !(await this.#isAsleep())) await run.endedWithin(within * (BUSY_GRACE - 1));
    if (run.exit === undefined)
      return await run.fail({ kind: 'timed-out', afterMs: within }, { waitingFor: 'end' });
    if (run.exit.code === code) return;
    const saw = exitText(run.exit);
    await run.fail({ kind: 'failed', wanted: `exit code ${code}`, saw }, { waitingFor: 'end' });
  }

  async #isAsleep(): Promise<boolean> {
    await this.#run.sockets(); // a look at the kernel, so that what follows is of now
    return isAsleep(this.#run);
  }

  async #awaitListener(): Promise<Listener> {
    const run = this.#run;
    const { listenMs } = run.patience;
    const deadline = performance.now() + listenMs;
    const wanted = `LISTEN on port ${this.#port}`;
    for (;;) {
      const rows = await run.sockets();
      const listener = listenerOn(this.#port, rows);
      if (listener !== undefined) return listener;
      const others = listenersIn(rows).map(({ row }) => row.local);
      const isWaitingElsewhere = others.length > 0 && isAsleep(run);
      const isOver = performance.now() > deadline;
      if (isOver) run.patience.wear();
      if (run.exit !== undefined)
        return await run.fail(
          { kind: 'failed', wanted, saw: `no LISTEN, ${exitText(run.exit)}` },
          { waitingFor: 'listening' },
        );
      if (isWaitingElsewhere || (isOver && others.length > 0))
        return await run.fail(
          { kind: 'failed', wanted, saw: `LISTEN on ${others.join(', ')}` },
          { waitingFor: 'listening' },
        );
      if (isOver)
        return await run.fail({ kind: 'timed-out', afterMs: listenMs }, { waitingFor: 'listening' });
      await Promise.race([run.endedWithin(LOOK_EVERY_MS), delay(LOOK_EVERY_MS)]);
    }
  }

  async #dial({ from, ip, port }: Address & { from: string }): Promise<CheckClient> {
    const run = this.#run;
    const address = { ip, port };
    run.did = `nc -N ${ip} ${port}`;
    try {
      return new CheckClient(run, await run.box.dial(from, ip, port), address);
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
      const locals = listenersIn(await run.sockets()).map(({ row }) => row.local);
      const bound = locals.length === 0 ? 'no LISTEN' : `LISTEN on ${locals.join(', ')}`;
      const saw = `${errnoName(error.errno)} (${bound})`;
      return await run.fail(
        { kind: 'failed', wanted: `connected to ${ip}:${port}`, saw },
        { waitingFor: 'connection', refused: error.errno === constants.errno.ECONNREFUSED },
      );
    }
  }
}

const isAsleep = ({ box: { trace } }: ProgramRun): boolean =>
  openCall(trace) !== undefined || asleepIn(trace) !== null;

const exitText = ({ code, signal }: { code: number | null; signal: string | null }): string =>
  signal === null ? `exit code ${code}` : `ended by ${signal}`;
