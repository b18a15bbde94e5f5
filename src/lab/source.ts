/**
 * Where a lab's events come from. Live and recorded are two implementations of one Source, so that
 * no pane knows which of them it draws; what only one of them can do is said by `live`.
 */
import type { ReadonlySignal } from '@preact/signals';
import type { StepHow, TraceEvent } from '#protocol/events';
import type { FaultCode, RefusalCode } from '#protocol/faults';
import type { PlainBecause } from '#protocol/messages';
import type { NetworkChange } from '#protocol/network';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import type { BoxLife } from './box-life.ts';

/**
 * Why a box is gone: asked, unused, our fault, another lab of this tab, another tab; its server told of
 * its end, or another server answers; or it was out of reach for too long.
 */
export type ClosedWhy =
  | 'asked'
  | 'idle'
  | 'fault'
  | 'elsewhere'
  | 'other-tab'
  | 'ended'
  | 'restarted'
  | 'away';

export type SourceStatus =
  | { kind: 'opening' }
  /** A fresh box is on its way to the move that the one before had reached. */
  | { kind: 'returning' }
  | { kind: 'ready' }
  /** The connection is lost; the box may still live. */
  | { kind: 'reconnecting' }
  /** No server answers; `retry()` tries again. */
  | { kind: 'unreachable' }
  | { kind: 'closed'; why: ClosedWhy };

/** What a terminal is to a source. `drawn` is called when the bytes are on the screen. */
export interface TerminalSink {
  write(bytes: Uint8Array, drawn: () => void): void;
  /** Empties the screen: the lab began anew, or went back in time. */
  clear(): void;
}

export interface Source {
  /** Programs really run: stepping and typing work. */
  readonly live: boolean;
  /** Live only: whether the box is a plain one, as the server says; undefined while none has opened. */
  readonly plain?: ReadonlySignal<PlainBecause | null | undefined>;
  /** A live source alone has it. */
  readonly life?: BoxLife;
  readonly status: ReadonlySignal<SourceStatus>;
  /** The trace up to where the lab is; a new array whenever it changes. */
  readonly trace: ReadonlySignal<readonly TraceEvent[]>;
  /** Every event that there is: of a recording also what lies before the reader. */
  readonly all: ReadonlySignal<readonly TraceEvent[]>;
  /** Length of the trace when the last command was given: what came after it is new. */
  readonly mark: ReadonlySignal<number>;
  /** A move is on its way. */
  readonly moving: ReadonlySignal<boolean>;
  /** The last request that was refused, until the next one is made. */
  readonly refused: ReadonlySignal<RefusalCode | FaultCode | null>;
  /** What the kernel said of a network change that was refused; null otherwise. */
  readonly refusedDetail: ReadonlySignal<string | null>;
  /** Programs that run another text than the lab's own, as who runs them says. */
  readonly edited: ReadonlySignal<readonly string[]>;
  /** Live only: by which another page of this tab can take the box up. */
  session?(): string | undefined;
  /** Carries on to the end of the walk's next move. */
  next(): void;
  /** Recorded only: shows the moment just after this move. */
  goto(move: string): void;
  /** Recorded only: shows the moment after so many events. */
  seek(moment: number): void;
  /** The reader has come to where it is by seeking, not by a command. */
  readonly sought: ReadonlySignal<boolean>;
  /** `task`: a thread or forked child; absent: the program's main thread. */
  step(program: string, how: StepHow, task?: string): void;
  pause(program: string, task?: string): void;
  /** Replaces the lines of its file at which a program stops; the lab's state says which hold. */
  setBreakpoints(program: string, lines: readonly number[]): void;
  stop(program: string): void;
  /** Replaces what is given of the wire's setting. */
  setWire(setting: Partial<WireSetting>): void;
  /** Releases, drops or duplicates a frame that waits. */
  handleFrame(frame: number, verb: FrameVerb): void;
  changeNetwork(change: NetworkChange): void;
  /** Opens a shell on a host; its program appears in `shells`. */
  openShell(host: string): void;
  /** Programs that are shells and have a terminal, in order of opening. */
  readonly shells: ReadonlySignal<readonly { program: string; host: string }[]>;
  /** Begins anew: a fresh box, or the recording's first moment. */
  reset(): void;
  type(program: string, bytes: Uint8Array): void;
  resize(program: string, cols: number, rows: number): void;
  /** Connects a program's output to a terminal; returns what undoes it. */
  attach(program: string, sink: TerminalSink): () => void;
  retry(): void;
  close(): void;
}
