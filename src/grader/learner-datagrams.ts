/** The learner's program as a UDP server: found in the kernel's table, never by sending to it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DatagramPeer } from '#driver/box';
import { byteDifference, firstDifference, printfArgument } from './byte-literal.ts';
import { exitText, isAsleep, LearnerProgram } from './learner-program.ts';
import { addressOf, boundIn, boundOn, otherHost, outsideAddress } from './listening.ts';
import type { ProgramRun } from './program-run.ts';

/** A second answer, or one to somebody else, has come by then. */
const WATCH_MS = 250;
const CRASH_MS = 300;

export class LearnerDatagrams extends LearnerProgram {
  readonly #port: number;

  constructor(run: ProgramRun, port: number) {
    super(run);
    this.#port = port;
  }

  /** Waits until the kernel shows a UDP socket on the port, or the program has ended. */
  async bound(): Promise<void> {
    const { run } = this;
    const { listenMs } = run.patience;
    const deadline = performance.now() + listenMs;
    for (let rows = await run.sockets(); ; rows = await run.news()) {
      if (boundOn(this.#port, rows) !== undefined) return;
      const isOver = performance.now() > deadline;
      const isElsewhere = boundIn(rows).length > 0 && isAsleep(run);
      if (run.exit === undefined && !isOver && !isElsewhere) continue;
      // What was told may be older than what let us give up: a look at the kernel decides.
      if (boundOn(this.#port, await run.sockets()) !== undefined) return;
      if (isOver) run.patience.wear();
      return await this.#failUnbound(listenMs);
    }
  }

  async #failUnbound(afterMs: number): Promise<never> {
    const { run } = this;
    const others = boundIn(await run.sockets());
    const found = { waitingFor: 'bound' } as const;
    if (run.exit === undefined && others.length === 0)
      return await run.fail({ kind: 'timed-out', afterMs }, found);
    const elsewhere = others.map(({ protocol, state, local }) => `${state ?? protocol} ${local}`).join(', ');
    const saw = run.exit === undefined ? elsewhere : `none, ${exitText(run.exit)}`;
    return await run.fail({ kind: 'failed', wanted: `a UDP socket on port ${this.#port}`, saw }, found);
  }

  /** A UDP socket on another host, with a port of its own. */
  async client(): Promise<DatagramClient> {
    await this.bound();
    const { program, scene, box } = this.run;
    const peer = await box.openDatagrams(otherHost(program.host, scene.network));
    return new DatagramClient(this.run, peer, outsideAddress(program.host, scene.network), this.#port);
  }
}

export class DatagramClient {
  readonly #run: ProgramRun;
  readonly #peer: DatagramPeer;
  readonly #server: string;
  readonly #port: number;
  #sent: Uint8Array = new Uint8Array();

  constructor(run: ProgramRun, peer: DatagramPeer, server: string, port: number) {
    this.#run = run;
    this.#peer = peer;
    this.#server = server;
    this.#port = port;
  }

  /** One datagram. */
  async sends(content: string | Uint8Array): Promise<void> {
    this.#sent = bytesOf(content);
    this.#run.did = `printf ${printfArgument(this.#sent)} | nc -u -w 1 ${this.#server} ${this.#port}`;
    await this.#peer.send(this.#server, this.#port, this.#sent);
  }

  /** The next datagram has exactly these bytes, and comes from the server's own port. */
  async receives(content: string | Uint8Array): Promise<void> {
    const wanted = bytesOf(content);
    const run = this.#run;
    const timeoutMs = run.patience.replyMs;
    const ended = run.endedWithin(timeoutMs).then(() => null);
    const next = this.#peer.receive({ timeoutMs });
    const datagram =
      (await Promise.race([next, ended])) ?? (await Promise.race([next, delay(CRASH_MS, null)]));
    if (datagram === null) {
      if (run.exit === undefined) run.patience.wear();
      const found = { waitingFor: 'bytes', sent: this.#sent, wanted } as const;
      if (run.exit === undefined) return await run.fail({ kind: 'timed-out', afterMs: timeoutMs }, found);
      const saw = `none, ${exitText(run.exit)}`;
      return await run.fail({ kind: 'failed', wanted: 'a datagram', saw }, found);
    }
    const { bytes: got, from } = datagram;
    const found = { waitingFor: 'bytes', sent: this.#sent, wanted, got } as const;
    if (wanted.length !== got.length || firstDifference(wanted, got) < wanted.length)
      return await run.fail({ kind: 'failed', ...byteDifference(wanted, got) }, found);
    if (addressOf(from).port !== this.#port)
      await run.fail(
        { kind: 'failed', wanted: `an answer from port ${this.#port}`, saw: `from ${from}` },
        found,
      );
  }

  /** Nothing else comes. */
  async receivesNothingMore(): Promise<void> {
    const more = await this.#peer.receive({ timeoutMs: WATCH_MS });
    if (more === null) return;
    await this.#run.fail(
      { kind: 'failed', ...byteDifference(new Uint8Array(), more.bytes) },
      { waitingFor: 'bytes', sent: this.#sent, got: more.bytes },
    );
  }

  /** Goes: what comes for it from now on is answered by its kernel, with ICMP. */
  async closes(): Promise<void> {
    await this.#peer.close();
  }
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;
