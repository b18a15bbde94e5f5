/**
 * A recording as a Source: all events are there from the start and are revealed move by move.
 * A recording has no programs, so stepping and typing are not possible in it and change nothing.
 */
import { batch, signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import { recordingName } from '#protocol/recording';
import { bytesOf } from './base64.ts';
import { Replay } from './replay.ts';
import { type Shell, shellsOf } from './shells-of.ts';
import type { Source, SourceStatus, TerminalSink } from './source.ts';
import { endsLine } from './terminal-lines.ts';

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

/** A reader's command: a step, or a line that was sent off. */
const isCommand = (event: TraceEvent) =>
  event.type === 'resumed' || (event.type === 'input' && endsLine(bytesOf(event.bytes)));

/**
 * Moment just after the next move, or where none follows after what the next command did; the same
 * moment when nothing is left.
 */
export function momentAfterNext(events: readonly TraceEvent[], moment: number): number {
  const next = events.findIndex((event, index) => index >= moment && event.type === 'move');
  const from = next === -1 ? events.findIndex((event, index) => index >= moment && isCommand(event)) : next;
  const goesOn = (event: TraceEvent) => isCommand(event) || (next !== -1 && event.type === 'move');
  const following = events.findIndex((event, index) => index > from && from !== -1 && goesOn(event));
  // What settles after the last one belongs to it: nobody presses Next again.
  if (following === -1) return events.length;
  return next === -1 ? following : next + 1;
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
  readonly all;
  readonly mark;
  readonly sought = signal(false);
  readonly moving = signal(false);
  readonly shells = signal<readonly Shell[]>([]);
  readonly refusedDetail = signal<string | null>(null);
  readonly refused = signal<'nothing-left' | null>(null);
  readonly edited;
  readonly #events: readonly TraceEvent[];
  readonly #terminals = new Replay();

  constructor(events: readonly TraceEvent[], edited: readonly string[]) {
    this.#events = events;
    this.edited = signal(edited);
    this.all = signal(events);
    const moment = firstMoment(events);
    this.trace = signal<readonly TraceEvent[]>(events.slice(0, moment));
    this.mark = signal(moment);
    this.#open();
    this.#terminals.show(events, moment);
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

  seek(moment: number): void {
    batch(() => {
      this.#show(moment);
      this.sought.value = true;
    });
  }

  reset(): void {
    this.#show(firstMoment(this.#events));
  }

  attach(program: string, sink: TerminalSink): () => void {
    return this.#terminals.attach(program, sink);
  }

  step(): void {}
  pause(): void {}
  setBreakpoints(): void {}
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
    batch(() => {
      this.refused.value = null;
      this.sought.value = false;
      this.mark.value = Math.min(this.trace.value.length, moment);
      this.trace.value = this.#events.slice(0, moment);
      this.#open();
    });
    this.#terminals.show(this.#events, moment);
  }

  /** Shows the shells that had been opened by this moment; one that was opened twice is one. */
  #open(): void {
    const started = this.trace
      .peek()
      .flatMap(event => (event.type === 'program-started' ? [event.program] : []));
    this.shells.value = shellsOf([...new Set(started)]);
  }
}

/** @param edited programs of the run whose source was its reader's own */
export const recordedSource = (events: readonly TraceEvent[], edited: readonly string[] = []): Source =>
  new RecordedSource(events, edited);
