/**
 * A recording as a Source: all events are there from the start and are revealed move by move.
 * A recording has no programs, so stepping and typing are not possible in it and change nothing.
 */
import { signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import { recordingName } from '#protocol/recording';
import { bytesOf } from './base64.ts';
import { type Shell, shellsOf } from './shells-of.ts';
import type { Source, SourceStatus, TerminalSink } from './source.ts';

/** A recording is JSON lines; a last line without its end is left out. */
export const parseRecording = (text: string): TraceEvent[] =>
  text
    .split('\n')
    .filter(line => line.endsWith('}'))
    .map(line => JSON.parse(line) as TraceEvent);

export async function fetchRecording(base: string, lab: string, whatIf: string | null) {
  const answer = await fetch(`${base}labs/${lab}/${recordingName(whatIf)}`);
  if (!answer.ok) throw new Error(`the recording of ${lab} could not be loaded: ${answer.status}`);
  return parseRecording(await answer.text());
}

const beginsMove = (event: TraceEvent) =>
  event.type === 'resumed' || event.type === 'input' || event.type === 'move';

/** Number of events that have happened before the walk begins: the boxes are built, the programs stand ready. */
export function firstMoment(events: readonly TraceEvent[]): number {
  const first = events.findIndex(beginsMove);
  return first === -1 ? events.length : first;
}

/** Moment just after the next move, or the end of the recording; the same moment when nothing is left. */
export function momentAfterNext(events: readonly TraceEvent[], moment: number): number {
  const next = events.findIndex((event, index) => index >= moment && event.type === 'move');
  if (next === -1) return events.length;
  const isLast = !events.some((event, index) => index > next && event.type === 'move');
  // What settles after the last move belongs to it: nobody presses Next again.
  return isLast ? events.length : next + 1;
}

/** Moment just after this move; undefined when the recording does not reach it. */
export function momentAfter(events: readonly TraceEvent[], move: string): number | undefined {
  const at = events.findIndex(event => event.type === 'move' && event.move === move);
  return at === -1 ? undefined : momentAfterNext(events, at);
}

class RecordedSource implements Source {
  readonly live = false;
  readonly status = signal<SourceStatus>({ kind: 'ready' });
  readonly trace;
  readonly mark;
  readonly moving = signal(false);
  readonly shells = signal<readonly Shell[]>([]);
  readonly refusedDetail = signal<string | null>(null);
  readonly refused = signal<'nothing-left' | null>(null);
  readonly #events: readonly TraceEvent[];
  readonly #sinks = new Map<string, { sink: TerminalSink; fed: number }>();

  constructor(events: readonly TraceEvent[]) {
    this.#events = events;
    const moment = firstMoment(events);
    this.trace = signal<readonly TraceEvent[]>(events.slice(0, moment));
    this.mark = signal(moment);
    this.#open();
  }

  next(): void {
    const moment = this.trace.value.length;
    if (moment === this.#events.length) this.refused.value = 'nothing-left';
    else this.#show(momentAfterNext(this.#events, moment));
  }

  goto(move: string): void {
    const moment = momentAfter(this.#events, move);
    if (moment !== undefined) this.#show(moment);
  }

  reset(): void {
    this.#show(firstMoment(this.#events));
  }

  attach(program: string, sink: TerminalSink): () => void {
    this.#sinks.set(program, { sink, fed: 0 });
    this.#feed();
    return () => this.#sinks.delete(program);
  }

  step(): void {}
  pause(): void {}
  stop(): void {}
  setWire(): void {}
  handleFrame(): void {}
  changeNetwork(): void {}
  openShell(): void {}
  type(): void {}
  resize(): void {}
  retry(): void {}
  close(): void {}

  #show(moment: number): void {
    this.refused.value = null;
    this.mark.value = Math.min(this.trace.value.length, moment);
    this.trace.value = this.#events.slice(0, moment);
    this.#open();
    this.#feed();
  }

  /** Shows the shells that had been opened by this moment; one that was opened twice is one. */
  #open(): void {
    const started = this.trace
      .peek()
      .flatMap(event => (event.type === 'program-started' ? [event.program] : []));
    this.shells.value = shellsOf([...new Set(started)]);
  }

  #feed(): void {
    const moment = this.trace.value.length;
    for (const [program, terminal] of this.#sinks) {
      if (terminal.fed > moment) {
        terminal.sink.clear();
        terminal.fed = 0;
      }
      for (const event of this.#events.slice(terminal.fed, moment)) {
        if (event.type === 'output' && event.program === program)
          terminal.sink.write(bytesOf(event.bytes), () => {});
      }
      terminal.fed = moment;
    }
  }
}

export const recordedSource = (events: readonly TraceEvent[]): Source => new RecordedSource(events);
