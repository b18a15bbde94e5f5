/** The learner's program as a server that a check waits for, calls and sees end. */

import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { DialError } from '#driver/box';
import { errnoName } from '#trace/errno';
import { printfArgument } from './byte-literal.ts';
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

const LOOK_EVERY_MS = 10;

export class LearnerServer extends LearnerProgram {
  readonly #run: ProgramRun;
  readonly #port: number;
  #listener: Listener | undefined;

  constructor(run: ProgramRun, port: number) {
    super(run);
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
  async client(): Promise<Conversation> {
    const listener = await this.listening();
    return await this.#dial(routeTo(listener, this.#run.program.host, this.#run.scene.network));
  }

  /** Connects from the other host, to the address by which it knows the server. */
  async clientFromOutside(): Promise<Conversation> {
    await this.listening();
    const { program, scene } = this.#run;
    const from = otherHost(program.host, scene.network);
    return await this.#dial({ from, ip: outsideAddress(program.host, scene.network), port: this.#port });
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

  async #dial({ from, ip, port }: Address & { from: string }): Promise<Conversation> {
    const run = this.#run;
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
