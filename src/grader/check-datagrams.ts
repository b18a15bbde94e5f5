/** The checker's own UDP socket, to which a learner's function sends: it hears, and answers when the check says so. */
import type { DatagramPeer } from '#driver/box';
import { byteDifference, firstDifference } from './byte-literal.ts';
import { addressOf } from './listening.ts';
import type { ProgramRun } from './program-run.ts';

export class CheckDatagrams {
  /** Who sent what was heard last: "10.0.0.1:40112". */
  asker = '';
  readonly #run: ProgramRun;
  readonly #peer: DatagramPeer;
  #said: Uint8Array = new Uint8Array();

  constructor(run: ProgramRun, peer: DatagramPeer) {
    this.#run = run;
    this.#peer = peer;
  }

  /** The next datagram has exactly this text. */
  async hears(text: string): Promise<void> {
    const run = this.#run;
    const wanted = Buffer.from(text);
    const timeoutMs = run.patience.replyMs;
    const ended = run.endedWithin(timeoutMs).then(() => null);
    const datagram = await Promise.race([this.#peer.receive({ timeoutMs }), ended]);
    const found = { waitingFor: 'bytes', sent: this.#said, wanted } as const;
    if (datagram === null) {
      run.patience.wear();
      return await run.fail({ kind: 'timed-out', afterMs: timeoutMs }, found);
    }
    const { bytes: got, from } = datagram;
    if (got.length !== wanted.length || firstDifference(wanted, got) < wanted.length)
      await run.fail({ kind: 'failed', ...byteDifference(wanted, got) }, { ...found, got });
    this.asker = from;
  }

  /** One datagram, to whom was heard last, or to somebody whom another socket has heard. */
  async answers(text: string, to = this.asker): Promise<void> {
    this.#said = Buffer.from(text);
    const { ip, port } = addressOf(to);
    await this.#peer.send(ip, port, this.#said);
  }
}
