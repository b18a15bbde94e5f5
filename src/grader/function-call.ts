/** One call of a learner's function: what it gave back, or what it raised, against what was wanted. */

import { crc32 } from 'node:zlib';
import { BLOCK, type Given, type PythonBytes, type PythonValue, type Raised } from '#protocol/caller';
import { byteDifference, firstDifference } from './byte-literal.ts';
import type { Answer } from './caller.ts';
import { dictDifference, type WantedDict } from './dict-difference.ts';
import { exitText } from './learner-program.ts';
import type { Finding, ProgramRun } from './program-run.ts';
import { pythonText } from './python-value.ts';
import { crashIn, emptyReads } from './seen.ts';

const BUSY_GRACE = 3;
/** So many reads of b'' are a loop that does not end. */
const SPINS = 3;
/** A call that need not wait has come back by then. */
const NOT_YET_MS = 250;

export type Called = {
  name: string;
  args: readonly Given[];
  /** what the caller calls its value */
  as: string;
  answer: (timeoutMs: number) => Promise<Answer | null>;
  /** fetches a block of the bytes that it gave back */
  block: (number: number) => Promise<Uint8Array>;
};

/** An exception that a check asks for. */
export type Exception = { name: string; errno?: number; partial?: Uint8Array };

/** Fails unless both are the same, with a caret at the first byte that differs. */
export async function compareBytes(run: ProgramRun, wanted: Uint8Array, got: Uint8Array): Promise<void> {
  if (wanted.length === got.length && firstDifference(wanted, got) === wanted.length) return;
  await run.fail({ kind: 'failed', ...byteDifference(wanted, got) }, { waitingFor: 'value', wanted, got });
}

export class FunctionCall {
  readonly #run: ProgramRun;
  readonly #called: Called;
  readonly #did: string;
  /** as a line of Python: "recv_exact(sock1, 10)" */
  readonly text: string;

  constructor(run: ProgramRun, called: Called) {
    this.#run = run;
    this.#called = called;
    this.text = `${called.name}(${called.args.map(pythonText).join(', ')})`;
    this.#did = `python3 -i ${run.program.file}  # >>> ${this.text}`;
    run.did = this.#did;
  }

  /** Exactly this value; bytes are compared one by one. */
  async returns(wanted: Uint8Array | null | boolean | number | string): Promise<void> {
    const value = await this.value();
    if (wanted instanceof Uint8Array) {
      if (value.kind !== 'bytes') return await this.#failValue('bytes', pythonText(value));
      return await compareBytes(this.#run, wanted, await this.#bytes(wanted, value));
    }
    if (value.kind === 'plain' && value.value === wanted) return;
    await this.#failValue(pythonText(wanted), pythonText(value));
  }

  /** A dict with just these keys and values. */
  async returnsDict(wanted: WantedDict): Promise<void> {
    const difference = dictDifference(wanted, await this.value());
    if (difference !== null) await this.#fail({ kind: 'failed', ...difference });
  }

  /** What it gave back, where nothing was raised. */
  async value(): Promise<PythonValue> {
    const answer = await this.#answer();
    if (!('raised' in answer)) return answer.value;
    return await this.#failRaised(answer);
  }

  /** What it gave back has this form; `text` says which is meant. */
  async gives<T>(text: string, form: (value: PythonValue) => T | undefined): Promise<T> {
    const value = await this.value();
    const found = form(value);
    return found ?? (await this.#failValue(text, pythonText(value)));
  }

  /** It raises an exception of this class, or of one below it. */
  async raises({ name, errno, partial }: Exception): Promise<void> {
    const answer = await this.#answer();
    const wanted = errno === undefined ? name : `${name} with errno ${errno}`;
    if (!('raised' in answer))
      return await this.#failValue(wanted, `${pythonText(answer.value)}, and nothing raised`);
    const isWanted = answer.kinds.includes(name) && (errno === undefined || answer.errno === errno);
    if (!isWanted) return await this.#failRaised(answer);
    if (partial === undefined) return;
    if (answer.partial?.kind !== 'bytes') return await this.#failValue('bytes in error.partial', 'none');
    await compareBytes(this.#run, partial, Buffer.from(answer.partial.base64, 'base64'));
  }

  /** It has not come back: it waits for what the check has not done yet. */
  async waits(): Promise<void> {
    const answer = await this.#called.answer(NOT_YET_MS);
    if (answer === null) return;
    if ('raised' in answer) return await this.#failRaised(answer);
    await this.#failValue('a call that waits', pythonText(answer.value));
  }

  /** The bytes up to the first block that differs; what is behind it is not fetched. */
  async #bytes(wanted: Uint8Array, { length, sums, base64 }: PythonBytes): Promise<Uint8Array> {
    const got = new Uint8Array(length);
    got.set(wanted.subarray(0, length));
    const number = sums.findIndex(
      (sum, at) => sum !== crc32(wanted.subarray(at * BLOCK, Math.min((at + 1) * BLOCK, length))),
    );
    if (number === -1) return got;
    const first = number === 0 ? Buffer.from(base64, 'base64') : await this.#called.block(number);
    got.set(first.subarray(0, length - number * BLOCK), number * BLOCK);
    return got;
  }

  async #answer(): Promise<Answer> {
    const run = this.#run;
    run.did = this.#did;
    const timeoutMs = run.patience.replyMs;
    const ended = run.endedWithin(timeoutMs).then(() => null);
    const answer =
      (await Promise.race([this.#called.answer(timeoutMs), ended])) ?? (await this.#late(timeoutMs));
    if (answer !== null) return answer;
    if (run.exit !== undefined) return await this.#failValue('a value', exitText(run.exit));
    run.patience.wear();
    return await this.#fail({ kind: 'timed-out', afterMs: timeoutMs });
  }

  /** A machine may be so busy that bytes are still on their way, or the function is not yet done. */
  async #late(timeoutMs: number): Promise<Answer | null> {
    if (this.#run.exit !== undefined || emptyReads(this.#run.trace) > SPINS) return null;
    const limitMs = timeoutMs * (BUSY_GRACE - 1);
    const rest = this.#run.box.settled({ limitMs }).then(() => null);
    const answer = await Promise.race([this.#called.answer(limitMs), rest]);
    return answer ?? (await this.#called.answer(NOT_YET_MS));
  }

  async #failValue(wanted: string, saw: string): Promise<never> {
    return await this.#fail({ kind: 'failed', wanted, saw });
  }

  async #failRaised({ traceback, raised }: Raised): Promise<never> {
    const crash = crashIn(traceback.trimEnd(), this.#run.program.file);
    return await this.#run.fail(
      { kind: 'failed', wanted: 'a value', saw: raised },
      { waitingFor: 'value', crash },
    );
  }

  async #fail(finding: Finding): Promise<never> {
    return await this.#run.fail(finding, { waitingFor: 'value' });
  }
}
