/** One connection in the checker's hand, whoever dialled: sends, says when it has finished, compares what comes. */
import type { Peer, Received } from '#driver/box';
import { byteDifference, firstDifference } from './byte-literal.ts';
import type { Finding, ProgramRun } from './program-run.ts';
import { ReceivedLine } from './received-line.ts';

/** After the last byte this long for one byte too many; the end itself is not judged here. */
const WATCH_MS = 250;
/** A connection ended early; if an exception did it, the exit follows within this time. */
const CRASH_MS = 1000;
/** Bytes too many are shown, but not without bound. */
const EXTRA_BYTES = 64;
/** A line that is longer is none. */
const LINE_BYTES = 1024;
const NEWLINE = 0x0a;

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

export class Conversation {
  readonly #run: ProgramRun;
  readonly #peer: Peer;
  readonly #command: (sent: Uint8Array) => string;
  #sent: Uint8Array = new Uint8Array();
  #received: Uint8Array = new Uint8Array();

  /** @param command what the checker has done, as a command to repeat, once it has sent these bytes */
  constructor(run: ProgramRun, peer: Peer, command: (sent: Uint8Array) => string) {
    this.#run = run;
    this.#peer = peer;
    this.#command = command;
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
    this.#received = wanted;
    await this.receivesNothingMore();
  }

  /**
   * All up to the line's end, or up to where the program sends no more: whether the line is a whole
   * one is for its own verbs. Fails only when nothing comes.
   */
  async receivesLine(): Promise<ReceivedLine> {
    const timeoutMs = this.#run.patience.replyMs;
    const deadline = performance.now() + timeoutMs;
    const bytes: number[] = [];
    let ended: Received['ended'] = 'enough';
    while (ended === 'enough' && bytes.at(-1) !== NEWLINE && bytes.length < LINE_BYTES) {
      const one = await this.#peer.receive(1, { timeoutMs: deadline - performance.now() });
      bytes.push(...one.bytes);
      ended = one.ended;
    }
    if (ended === 'time') this.#run.patience.wear();
    if (bytes.length === 0) return await this.#failSilence(ended, timeoutMs);
    const line = Uint8Array.from(bytes);
    this.#received = line;
    return new ReceivedLine(line, (finding, wanted) => this.#fail(finding, wanted, line));
  }

  /** Not one byte behind those that have come. */
  async receivesNothingMore(): Promise<void> {
    const before = this.#received;
    const extra = await this.#peer.receive(1, { timeoutMs: WATCH_MS });
    if (extra.bytes.length === 0) return;
    const rest = await this.#peer.receive(EXTRA_BYTES, { timeoutMs: WATCH_MS });
    await this.#failBytes(before, Buffer.concat([before, extra.bytes, rest.bytes]));
  }

  /** Reads nothing more and goes: close(). */
  async closes(): Promise<void> {
    await this.#peer.close();
  }

  async #failReply(wanted: Uint8Array, { ended, bytes }: Received, timeoutMs: number): Promise<never> {
    if (ended === 'time') this.#run.patience.wear();
    else await this.#run.endedWithin(CRASH_MS);
    if (ended === 'time' && bytes.length === 0)
      return await this.#fail({ kind: 'timed-out', afterMs: timeoutMs }, wanted, bytes);
    return await this.#failBytes(wanted, bytes);
  }

  async #failSilence(ended: Received['ended'], timeoutMs: number): Promise<never> {
    const nothing = new Uint8Array();
    if (ended === 'time')
      return await this.#fail({ kind: 'timed-out', afterMs: timeoutMs }, nothing, nothing);
    await this.#run.endedWithin(CRASH_MS);
    const saw = "b''  # 0 bytes, and the connection ended";
    return await this.#fail({ kind: 'failed', wanted: "b'…\\n'", saw, caret: 2 }, nothing, nothing);
  }

  async #failBytes(wanted: Uint8Array, got: Uint8Array): Promise<never> {
    return await this.#fail({ kind: 'failed', ...byteDifference(wanted, got) }, wanted, got);
  }

  async #fail(finding: Finding, wanted: Uint8Array, got: Uint8Array): Promise<never> {
    return await this.#run.fail(finding, { waitingFor: 'bytes', sent: this.#sent, wanted, got });
  }

  #tell(): void {
    this.#run.did = this.#command(this.#sent);
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
