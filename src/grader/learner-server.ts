/** The learner's program as a server that a check waits for, calls and sees end. */

import { constants } from 'node:os';
import { DialError } from '#driver/box';
import { errnoName } from '#trace/errno';
import { printfArgument } from './byte-literal.ts';
import { bytesRead } from './calls.ts';
import { Conversation } from './conversation.ts';
import { exitText, isAsleep, LearnerProgram } from './learner-program.ts';
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
import { Answers, argumentsToTry, wantsArguments } from './questions.ts';

const LOOK_EVERY_MS = 10;
const READ_MS = 1000;

export class LearnerServer extends LearnerProgram {
  protected readonly port: number;
  #listener: Listener | undefined;

  constructor(run: ProgramRun, port: number) {
    super(run);
    this.port = port;
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
  async client(): Promise<Conversation> {
    const listener = await this.listening();
    return await this.#dial(routeTo(listener, this.run.program.host, this.run.scene.network));
  }

  /** Connects from the other host, to the address by which it knows the server. */
  async clientFromOutside(): Promise<Conversation> {
    await this.listening();
    const { program, scene } = this.run;
    const from = otherHost(program.host, scene.network);
    return await this.#dial({ from, ip: outsideAddress(program.host, scene.network), port: this.port });
  }

  /** So many connections at the same time, in the order in which they were made. */
  async clients(count: number): Promise<Conversation[]> {
    const all: Conversation[] = [];
    while (all.length < count) all.push(await this.client());
    return all;
  }

  /** The program has read so many bytes in all, or nothing says so within the time. */
  async hasRead(count: number): Promise<void> {
    const deadline = performance.now() + READ_MS;
    while (bytesRead(this.run.trace) < count && performance.now() < deadline && this.run.exit === undefined)
      await this.run.news();
  }

  /** The kernel still, or again, shows a listener. */
  async listensStill(): Promise<void> {
    await this.run.endedWithin(LOOK_EVERY_MS);
    if (listenerOn(this.port, await this.run.sockets()) !== undefined) return;
    const { exit } = this.run;
    const saw = exit === undefined ? 'no LISTEN' : `no LISTEN, ${exitText(exit)}`;
    const wanted = `LISTEN on port ${this.port}`;
    await this.run.fail({ kind: 'failed', wanted, saw }, { waitingFor: 'listening' });
  }

  async #awaitListener(): Promise<Listener> {
    const run = this.run;
    const { listenMs } = run.patience;
    let deadline = performance.now() + listenMs;
    const answers = new Answers(this.port);
    const tries = argumentsToTry(this.port);
    for (let rows = await run.sockets(); ; rows = await run.news()) {
      const listener = listenerOn(this.port, rows);
      if (listener !== undefined) return listener;
      const answer = answers.next(run.trace);
      if (answer !== undefined) this.types(answer);
      const given = wantsArguments(run.trace, run.program.file) ? tries.shift() : undefined;
      if (given !== undefined) {
        await run.start({ argv: ['python3', run.program.file, ...given] });
        deadline = performance.now() + listenMs;
        continue;
      }
      const isOver = performance.now() > deadline;
      const isWaitingElsewhere = listenersIn(rows).length > 0 && isAsleep(run);
      if (run.exit === undefined && !isOver && !isWaitingElsewhere) continue;
      // What was told may be older than what let us give up: a look at the kernel decides.
      const late = listenerOn(this.port, await run.sockets());
      if (late !== undefined) return late;
      if (isOver) run.patience.wear();
      return await this.#failUnheard(listenMs);
    }
  }

  async #failUnheard(afterMs: number): Promise<never> {
    const run = this.run;
    const others = listenersIn(await run.sockets()).map(({ row }) => row.local);
    const found = { waitingFor: 'listening' } as const;
    if (run.exit === undefined && others.length === 0)
      return await run.fail({ kind: 'timed-out', afterMs }, found);
    const saw =
      run.exit === undefined ? `LISTEN on ${others.join(', ')}` : `no LISTEN, ${exitText(run.exit)}`;
    return await run.fail({ kind: 'failed', wanted: `LISTEN on port ${this.port}`, saw }, found);
  }

  async #dial({ from, ip, port }: Address & { from: string }): Promise<Conversation> {
    const run = this.run;
    run.did = `nc -N ${ip} ${port}`;
    try {
      const peer = await run.box.dial(from, ip, port);
      return new Conversation(run, peer, sent => commandOf({ ip, port }, sent));
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

const commandOf = ({ ip, port }: Address, sent: Uint8Array): string =>
  sent.length === 0
    ? `nc -N ${ip} ${port} < /dev/null`
    : `printf ${printfArgument(sent)} | nc -N ${ip} ${port}`;
