/** The checker's server: the learner's program is its client, and calls. */
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { PeerListener } from '#driver/box';
import { errnoName } from '#trace/errno';
import { printfArgument } from './byte-literal.ts';
import { Conversation } from './conversation.ts';
import { exitText } from './learner-program.ts';
import type { ProgramRun } from './program-run.ts';
import { failedCall } from './seen.ts';

/** Where the checker listens: a host of the exercise's network, every address of it. */
export type Listens = { host: string; port: number };

/** A handshake that the program's last line began may still be on the wire. */
const LAST_CALL_MS = 250;
/** Once a conversation is over a program without mistake ends; it need not for `acceptsNoMore`. */
const END_MS = 1000;

type Caller = Awaited<ReturnType<PeerListener['accept']>>;

export class CheckServer {
  readonly #run: ProgramRun;
  readonly #listener: PeerListener;
  readonly #listens: Listens;
  #accepted = 0;

  constructor(run: ProgramRun, listener: PeerListener, listens: Listens) {
    this.#run = run;
    this.#listener = listener;
    this.#listens = listens;
    run.did = this.#command();
  }

  /** The program's next connection; fails when it has ended without one, or when the time is over. */
  async accepts(): Promise<Conversation> {
    const run = this.#run;
    const { callMs } = run.patience;
    const calling = this.#listener.accept({ timeoutMs: callMs });
    const ended = run.endedWithin(callMs).then(() => Promise.race([calling, delay(LAST_CALL_MS, null)]));
    const caller = await Promise.race([calling, ended]);
    if (caller === null) return await this.#failUncalled(callMs);
    this.#accepted += 1;
    return new Conversation(run, caller.peer, sent => this.#command(sent));
  }

  /** Nobody else has connected, and nobody does before the program ends. */
  async acceptsNoMore(): Promise<void> {
    await this.#run.endedWithin(END_MS);
    const another: Caller = await this.#listener.accept({ timeoutMs: LAST_CALL_MS });
    if (another === null) return;
    const wanted = plural(this.#accepted);
    const saw = `${plural(this.#accepted + 1)}, the last from ${another.address}`;
    await this.#run.fail({ kind: 'failed', wanted, saw }, { waitingFor: 'no-caller' });
  }

  async #failUncalled(afterMs: number): Promise<never> {
    const { exit, patience, trace } = this.#run;
    const found = { waitingFor: 'caller', refused: this.#isRefused() } as const;
    if (exit === undefined) {
      patience.wear();
      return await this.#run.fail({ kind: 'timed-out', afterMs }, found);
    }
    const errno = failedCall(trace)?.errno ?? null;
    const why = errno === null ? '' : ` (${errnoName(errno)})`;
    const wanted = `a connection to port ${this.#listens.port}`;
    return await this.#run.fail({ kind: 'failed', wanted, saw: `none${why}, ${exitText(exit)}` }, found);
  }

  #isRefused(): boolean {
    const failed = failedCall(this.#run.trace);
    return failed?.call.startsWith('connect') === true && failed.errno === constants.errno.ECONNREFUSED;
  }

  /** The learner's half first; a comment tells the half to be run on the other host, before it. */
  #command(sent: Uint8Array = new Uint8Array()): string {
    const { host, port } = this.#listens;
    const says = sent.length === 0 ? '' : `printf ${printfArgument(sent)} | `;
    return `python3 ${this.#run.program.file}  # on ${host}: ${says}nc -l ${port}`;
  }
}

const plural = (count: number): string => `${count} ${count === 1 ? 'connection' : 'connections'}`;
