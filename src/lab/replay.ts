/**
 * Terminals that show what was printed up to a moment. Going on writes what is new; going back begins
 * anew, because a terminal cannot take back what it has drawn.
 */
import type { TraceEvent } from '#protocol/events';
import { bytesOf } from './base64.ts';
import type { TerminalSink } from './source.ts';

export class Replay {
  readonly #sinks = new Map<string, { sink: TerminalSink; fed: number }>();
  #events: readonly TraceEvent[] = [];
  #moment = 0;

  /** Shows the output among the first `moment` events of this trace. */
  show(events: readonly TraceEvent[], moment: number): void {
    if (events[0] !== this.#events[0]) this.#forget();
    this.#events = events;
    this.#moment = moment;
    for (const [program, terminal] of this.#sinks) this.#feed(program, terminal);
  }

  /** Connects a program's output to a terminal; returns what undoes it. */
  attach(program: string, sink: TerminalSink): () => void {
    const terminal = { sink, fed: 0 };
    this.#sinks.set(program, terminal);
    this.#feed(program, terminal);
    return () => {
      if (this.#sinks.get(program) === terminal) this.#sinks.delete(program);
    };
  }

  #feed(program: string, terminal: { sink: TerminalSink; fed: number }): void {
    if (terminal.fed > this.#moment) {
      terminal.sink.clear();
      terminal.fed = 0;
    }
    for (let index = terminal.fed; index < this.#moment; index += 1) {
      const event = this.#events[index];
      if (event?.type === 'output' && event.program === program)
        terminal.sink.write(bytesOf(event.bytes), () => {});
    }
    terminal.fed = this.#moment;
  }

  #forget(): void {
    for (const terminal of this.#sinks.values()) {
      terminal.sink.clear();
      terminal.fed = 0;
    }
  }
}
