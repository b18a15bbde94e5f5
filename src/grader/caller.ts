/**
 * Calls functions of the learner's file in an interpreter of its own in the box, over its terminal:
 * orders go in as lines, replies come out in an escape sequence (sandbox/caller/call.py). Each reply
 * repeats its order's word, so that a text printed beforehand is none.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Bell } from '#driver/bell';
import type { Terminal } from '#driver/box';
import { type Order, type PythonValue, type Raised, Reply } from '#protocol/caller';
import { jsonOrNull } from '#protocol/json';

const SOURCE = readFileSync(new URL('../../sandbox/caller/call.py', import.meta.url), 'utf8');
const OPENING = '\x1b]5379;';
const CLOSING = '\x07';

/** The interpreter's start, and the file's own first lines, on a busy machine. */
export const READY_MS = 5000;

export type Answer = Raised | { value: PythonValue };

/** `python3 -c SOURCE MODULE`, in place of `python3 FILE`. */
export const callerOf = (file: string): string[] => ['python3', '-c', SOURCE, file.replace(/\.py$/, '')];

export class Caller {
  readonly #terminal: Terminal;
  #ready: Promise<Answer | null> | undefined;
  #heard = '';
  readonly #news = new Bell();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.onOutput(bytes => {
      this.#heard += Buffer.from(bytes).toString('latin1');
      this.#news.ring();
    });
  }

  /** Gives an order; the function gives its answer, or null when it has not come within the time. */
  give(order: Order): (timeoutMs: number) => Promise<Answer | null> {
    const word = randomBytes(12).toString('hex');
    // Before it is ready the terminal would echo the order, and cut a long one.
    this.#ready ??= this.#answer('ready', READY_MS);
    const given = this.#ready.then(() => this.#terminal.write(`${JSON.stringify({ word, ...order })}\n`));
    return timeoutMs => given.then(() => this.#answer(word, timeoutMs));
  }

  async #answer(word: string, timeoutMs: number): Promise<Answer | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const answer = this.#find(word);
      if (answer !== undefined) return answer;
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await this.#news.wait(left);
    }
  }

  #find(word: string): Answer | undefined {
    let from = this.#heard.indexOf(OPENING);
    while (from !== -1) {
      const to = this.#heard.indexOf(CLOSING, from);
      if (to === -1) return undefined;
      const reply = Reply.safeParse(jsonOrNull(this.#heard.slice(from + OPENING.length, to))).data;
      if (reply?.word === word) {
        this.#heard = this.#heard.slice(to);
        return 'raised' in reply ? reply : { value: reply.value ?? { kind: 'plain', value: null } };
      }
      from = this.#heard.indexOf(OPENING, to);
    }
    return undefined;
  }
}
