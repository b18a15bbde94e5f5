/**
 * The terminals of a running box as the page has them: which channel each has, what has come and is
 * not drawn yet, and how much was drawn and is owed to the server as credit.
 */
import { CREDIT_PORTION } from '#protocol/channels';
import type { TerminalSink } from './source.ts';

/** Whether Enter (CR) is among these keys: a line is sent off. */
export const endsLine = (keys: Uint8Array): boolean => keys.includes(13);

export type Size = { cols: number; rows: number };

/** `received` counts a terminal's bytes since the box opened; `owed` those drawn and not yet credited. */
type Line = {
  /** undefined: the box that runs has no such terminal */
  channel: number | undefined;
  sink: TerminalSink | undefined;
  size: Size | undefined;
  waiting: Uint8Array[];
  received: number;
  owed: number;
};

export class TerminalLines {
  readonly #lines = new Map<string, Line>();
  readonly #pay: (program: string, bytes: number) => void;
  #boxes = 0;

  /** @param pay gives the server credit for bytes that were drawn */
  constructor(pay: (program: string, bytes: number) => void) {
    this.#pay = pay;
  }

  channelOf(program: string): number | undefined {
    return this.#lines.get(program)?.channel;
  }

  /** Programs that have a terminal in this box, in order of channel. */
  get programs(): string[] {
    return [...this.#lines]
      .flatMap(([program, { channel }]) => (channel === undefined ? [] : [{ program, channel }]))
      .toSorted((one, other) => one.channel - other.channel)
      .map(({ program }) => program);
  }

  /** Bytes got so far, by program. */
  get received(): Record<string, number> {
    return Object.fromEntries(this.programs.map(program => [program, this.#line(program).received]));
  }

  /** A terminal may have its size before its program has a box, and keeps it for the next one. */
  sizeOf(program: string): Size | undefined {
    return this.#lines.get(program)?.size;
  }

  setSize(program: string, size: Size): void {
    this.#line(program).size = size;
  }

  assign(program: string, channel: number): void {
    this.#line(program).channel = channel;
  }

  /** A new connection: what the page owed on the one before is forgiven. */
  forgive(): void {
    for (const line of this.#lines.values()) line.owed = 0;
  }

  /** Another box: nothing of the one before is shown any more. */
  forget(): void {
    this.#boxes += 1;
    for (const line of this.#lines.values()) {
      Object.assign(line, { channel: undefined, waiting: [], received: 0, owed: 0 });
      line.sink?.clear();
    }
  }

  attach(program: string, sink: TerminalSink): () => void {
    const line = this.#line(program);
    line.sink = sink;
    for (const bytes of line.waiting.splice(0)) this.#draw(program, line, bytes);
    return () => {
      line.sink = undefined;
    };
  }

  take(channel: number, bytes: Uint8Array): void {
    for (const [program, line] of this.#lines) {
      if (line.channel !== channel) continue;
      line.received += bytes.length;
      if (line.sink) this.#draw(program, line, bytes);
      else line.waiting.push(bytes);
    }
  }

  #line(program: string): Line {
    const known = this.#lines.get(program);
    if (known) return known;
    const line: Line = {
      channel: undefined,
      sink: undefined,
      size: undefined,
      waiting: [],
      received: 0,
      owed: 0,
    };
    this.#lines.set(program, line);
    return line;
  }

  #draw(program: string, line: Line, bytes: Uint8Array): void {
    const box = this.#boxes;
    line.sink?.write(bytes, () => {
      if (box !== this.#boxes) return;
      line.owed += bytes.length;
      if (line.owed < CREDIT_PORTION) return;
      this.#pay(program, line.owed);
      line.owed = 0;
    });
  }
}
