/**
 * A box in which a recorded run goes on again and again, as fast as it is asked to: for what a page does
 * with more events than any lab of the course has. Server, socket and page are the real ones.
 */
import type { Box, Terminal } from '#driver/box';
import type { TraceEvent } from '#protocol/events';
import { repetition } from '../tests/trace/repeated.ts';

/** Events come so often; each time as many as are due. */
const TICK_MS = 10;

export class ReplayBox implements Box {
  readonly trace: TraceEvent[] = [];
  readonly closed: Promise<'asked' | 'died'>;
  readonly #listeners = new Set<(event: TraceEvent) => void>();
  readonly #next: () => TraceEvent;
  #timer: NodeJS.Timeout | undefined;
  #end: (why: 'asked') => void = () => undefined;

  constructor(run: readonly TraceEvent[]) {
    this.#next = repetition(run);
    this.closed = new Promise(resolve => {
      this.#end = resolve;
    });
  }

  /** Writes so many events at once. */
  add(count: number): void {
    for (let nth = 0; nth < count; nth += 1) {
      const event = this.#next();
      this.trace.push(event);
      for (const listener of this.#listeners) listener(event);
    }
  }

  /** Writes this many events per second, as evenly as a timer can, until it is stopped. */
  stream(perSecond: number): void {
    const began = performance.now();
    let written = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
      this.add(due - written);
      written = due;
    }, TICK_MS);
  }

  stop = async (): Promise<void> => clearInterval(this.#timer);

  onEvent(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start = async (program: string): Promise<Terminal> => ({
    program,
    onOutput: () => () => undefined,
    ...{ write: nothing, resize: nothing, pause: nothing, resume: nothing },
  });

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#end('asked');
  }

  [Symbol.asyncDispose] = (): Promise<void> => this.close();
  terminal = (): undefined => undefined;
  settled = async (): Promise<void> => undefined;
  markMove = nothing;
  waitFor = refuse;
  step = refuse;
  pause = refuse;
  sockets = refuse;
  news = refuse;
  usage = refuse;
  openDatagrams = refuse;
  dial = refuse;
  listen = refuse;
  setWire = refuse;
  handleFrame = refuse;
  changeNetwork = refuse;
  setBreakpoints = refuse;
  openShell = refuse;
}

function nothing(): void {}

async function refuse(): Promise<never> {
  throw new Error('a replay only goes on');
}
