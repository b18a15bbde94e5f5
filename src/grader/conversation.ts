/** One connection in the checker's hand, whoever dialled: sends, says when it has finished, compares what comes. */
import type { Peer, Received } from '#driver/box';
import type { SocketRow } from '#protocol/events';
import { byteDifference, firstDifference } from './byte-literal.ts';
import type { Finding, ProgramRun } from './program-run.ts';
import { ReceivedLine } from './received-line.ts';

/** After the last byte this long for one byte too many; the end itself is not judged here. */
const WATCH_MS = 250;
/** A connection ended early; if an exception did it, the exit follows within this time. */
const CRASH_MS = 1000;
/** Bytes too many are shown, but not without bound. */
const EXTRA_BYTES = 64;
/** The wire writes down every frame, so that a megabyte takes its time. */
const BYTES_A_MS = 200;
/** What a program reads at all it has read by then. */
const READ_MS = 1000;
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

  /** The checker's own end: "10.0.0.1:40112". */
  get address(): string {
    return this.#peer.address;
  }

  /** Each part leaves as a segment of its own. A text is sent as UTF-8. */
  async sends(...parts: readonly (string | Uint8Array)[]): Promise<void> {
    const segments = parts.map(bytesOf);
    this.#sent = Buffer.concat([this.#sent, ...segments]);
    this.#tell();
    for (const segment of segments) await unlessGone(this.#peer.send(segment));
  }

  /**
   * Each part is sent when the kernel says that the one before has been read, so that no recv finds two.
   * A program that leaves one unread is sent the rest at once.
   */
  async sendsOneByOne(...parts: readonly (string | Uint8Array)[]): Promise<void> {
    let isReading = true;
    for (const part of parts) {
      if (isReading) isReading = await this.#hasBeenRead();
      await this.sends(part);
    }
  }

  /** No more will come from here, but it still listens: shutdown(SHUT_WR). */
  async finishesSending(): Promise<void> {
    await unlessGone(this.#peer.end());
  }

  /** Exactly these bytes and none more. How soon the connection ends afterwards is not judged here. */
  async receivesExactly(content: string | Uint8Array): Promise<void> {
    await this.receives(content);
    await this.receivesNothingMore();
  }

  /** These bytes next, whatever may follow. */
  async receives(content: string | Uint8Array): Promise<void> {
    const wanted = bytesOf(content);
    const timeoutMs = this.#run.patience.replyMs + Math.round(wanted.length / BYTES_A_MS);
    const answer = await this.#peer.receive(wanted.length, { timeoutMs });
    if (answer.ended !== 'enough' || firstDifference(wanted, answer.bytes) < wanted.length)
      return await this.#failReply(wanted, answer, timeoutMs);
    this.#received = wanted;
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

  /** The program ends the connection, with FIN and not with RST; bytes before it are an error. */
  async seesEnd(): Promise<void> {
    const timeoutMs = this.#run.patience.replyMs;
    const { ended, bytes } = await this.#peer.receive(1, { timeoutMs });
    if (ended === 'eof' && bytes.length === 0) return;
    if (ended === 'enough') return await this.#failBytes(new Uint8Array(), bytes);
    if (ended === 'time') {
      this.#run.patience.wear();
      return await this.#failEnd({ kind: 'timed-out', afterMs: timeoutMs });
    }
    return await this.#failEnd({ kind: 'failed', wanted: 'FIN', saw: 'RST' });
  }

  /** Reads nothing more and goes: close(). */
  async closes(): Promise<void> {
    await this.#peer.close();
  }

  /** Breaks the connection off: the kernel sends RST. */
  async resets(): Promise<void> {
    await this.#peer.close({ reset: true });
  }

  /** Whether nothing that was sent is under way or lies in the program's receive queue, in time. */
  async #hasBeenRead(): Promise<boolean> {
    const { box } = this.#run;
    const deadline = performance.now() + READ_MS;
    const isUnread = ({ local, peer, sendQ, recvQ }: SocketRow): boolean =>
      (local === this.address && sendQ > 0) || (peer === this.address && recvQ > 0);
    const findsUnread = async (): Promise<boolean> =>
      [...(await box.sockets()).values()].flat().some(isUnread);
    // The hosts are looked at one after the other: what the first look finds acknowledged the second finds there.
    while ((await findsUnread()) || (await findsUnread())) {
      if (performance.now() > deadline) return false;
      await this.#run.news();
    }
    return true;
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

  async #failEnd(finding: Finding): Promise<never> {
    return await this.#run.fail(finding, { waitingFor: 'hang-up', sent: this.#sent });
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
