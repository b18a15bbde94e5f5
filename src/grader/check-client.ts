/** The checker's client: sends, says when it has finished, and compares what comes back. */
import type { Peer, Received } from '#driver/box';
import { byteDifference, firstDifference, printfArgument } from './byte-literal.ts';
import type { Address } from './listening.ts';
import type { ProgramRun } from './program-run.ts';

/** After the last byte this long for one byte too many; the end itself is not judged here. */
const WATCH_MS = 250;
/** A connection ended early; if an exception did it, the exit follows within this time. */
const CRASH_MS = 1000;
/** Bytes too many are shown, but not without bound. */
const EXTRA_BYTES = 64;

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

export class CheckClient {
  readonly #run: ProgramRun;
  readonly #peer: Peer;
  readonly #address: string;
  #sent: Uint8Array = new Uint8Array();

  constructor(run: ProgramRun, peer: Peer, { ip, port }: Address) {
    this.#run = run;
    this.#peer = peer;
    this.#address = `${ip} ${port}`;
    this.#tell();
  }

  /** A text is sent as UTF-8. */
  async sends(content: string | Uint8Array): Promise<void> {
    const bytes = bytesOf(content);
    this.#sent = Buffer.concat([this.#sent, bytes]);
    this.#tell();
    await unlessGone(this.#peer.send(bytes));
  }

  /** No more will come from here, but it still listens: shutdown(SHUT_WR). */
  async finishesSending(): Promise<void> {
    await unlessGone(this.#peer.end());
  }

  /** Exactly these bytes and none more. How soon the connection ends afterwards is not judged here. */
  async receivesExactly(content: string | Uint8Array): Promise<void> {
    const wanted = bytesOf(content);
    const timeoutMs = this.#run.patience.replyMs;
    const answer = await this.#peer.receive(wanted.length, { timeoutMs });
    if (answer.ended !== 'enough' || firstDifference(wanted, answer.bytes) < wanted.length)
      return await this.#failReply(wanted, answer, timeoutMs);
    const extra = await this.#peer.receive(1, { timeoutMs: WATCH_MS });
    if (extra.bytes.length === 0) return;
    const rest = await this.#peer.receive(EXTRA_BYTES, { timeoutMs: WATCH_MS });
    await this.#fail(wanted, Buffer.concat([answer.bytes, extra.bytes, rest.bytes]));
  }

  /** Reads nothing more and goes: close(). */
  async closes(): Promise<void> {
    await this.#peer.close();
  }

  async #failReply(wanted: Uint8Array, { ended, bytes }: Received, timeoutMs: number): Promise<never> {
    if (ended === 'time') this.#run.patience.wear();
    else await this.#run.endedWithin(CRASH_MS);
    if (ended === 'time' && bytes.length === 0)
      return await this.#run.fail(
        { kind: 'timed-out', afterMs: timeoutMs },
        { waitingFor: 'bytes', sent: this.#sent, wanted },
      );
    return await this.#fail(wanted, bytes);
  }

  async #fail(wanted: Uint8Array, got: Uint8Array): Promise<never> {
    return await this.#run.fail(
      { kind: 'failed', ...byteDifference(wanted, got) },
      { waitingFor: 'bytes', sent: this.#sent, wanted, got },
    );
  }

  #tell(): void {
    const nothing = this.#sent.length === 0;
    this.#run.did = nothing
      ? `nc -N ${this.#address} < /dev/null`
      : `printf ${printfArgument(this.#sent)} | nc -N ${this.#address}`;
  }
}

/** The program may have ended the connection meanwhile: what came back tells that, not this error. */
async function unlessGone(doing: Promise<void>): Promise<void> {
  try {
    await doing;
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error && typeof error.errno === 'number')) throw error;
  }
}
