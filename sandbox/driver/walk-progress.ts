/**
 * How far a walk has come: its next move, what it waits for, and what the reader has done by hand since
 * the walk last commanded anything.
 */
import type { TraceEvent } from '#protocol/events';
import type { Move, Scene } from '#protocol/lab';
import type { Box } from './box.ts';
import { followMove, type MoveEnd } from './move-end.ts';
import { followWire } from './wire-now.ts';

/** The move that comes next. */
export type Current = { readonly move: Move; readonly end: MoveEnd; hasActed: boolean };

export interface Progress {
  /** undefined: the walk is over */
  readonly current: Current | undefined;
  /** Frames that waited on the wire when the last move was completed. */
  readonly waited: ReadonlySet<number>;
  /** Resolves when no move is being completed. */
  readonly completed: Promise<void>;
  /** The reader has done something that leads to this move's end, and nothing is left that Next would do first. */
  isByHand(current: Current): boolean;
  /** All that has happened so far is the walk's own doing. */
  handsOff(): void;
  /** Settles the box and marks the move in the trace; it had ended after `end` events. */
  complete(current: Current, end: number): Promise<void>;
}

export function openProgress(box: Box, { walk, predictions }: Pick<Scene, 'walk' | 'predictions'>): Progress {
  let position = 0;
  let completedAt = 0;
  let waited: ReadonlySet<number> = new Set();
  let completed: Promise<void> = Promise.resolve();
  let hands = watchHands(box.trace);
  // What a flow did since its own last move counts: accept() may return during the client's move.
  const ends = new Map<string, number>();

  function currentMove(): Current | undefined {
    const move = walk[position];
    if (move === undefined) return undefined;
    const begin = { from: ends.get(flowOf(move)) ?? 0, after: completedAt };
    return { move, end: followMove(move, box.trace, begin), hasActed: false };
  }
  let current = currentMove();

  async function mark({ move }: Current, end: number): Promise<void> {
    await box.settled();
    const after = box.trace.length;
    box.markMove(move.id);
    await box.waitFor(event => event.type === 'move' && event.move === move.id, { after });
    ends.set(flowOf(move), end);
    waited = new Set(followWire(box.trace).read().waiting.keys());
    completedAt = box.trace.length;
    position += 1;
    current = currentMove();
  }

  return {
    get current() {
      return current;
    },
    get waited() {
      return waited;
    },
    get completed() {
      return completed;
    },
    isByHand({ move, hasActed }) {
      // A question about it is asked by Next.
      const isAsked = predictions.some(({ before }) => before === move.id);
      return hasActed || (isUnprepared(move) && !isAsked && hands.haveHelped(move));
    },
    handsOff() {
      hands = watchHands(box.trace, box.trace.length);
    },
    async complete(move, end) {
      const marked = mark(move, end);
      completed = marked.catch(() => {}); // who completes it is told
      await marked;
    },
  };
}

/** A program's main thread, or a further one of its threads. */
const flowOf = (doer: { program: string | null; task?: string | undefined }): string =>
  `${doer.program} ${doer.task ?? ''}`;

/** A move that changes the wire or a host, or lets other programs run first cannot be made by stepping alone. */
const isUnprepared = ({ wire, network = [], alongside = [] }: Move): boolean =>
  network.length === 0 &&
  alongside.length === 0 &&
  wire?.mode === undefined &&
  !wire?.rules &&
  !wire?.impairments;

/** What has been done to the programs and to waiting frames since. */
function watchHands(trace: readonly TraceEvent[], since = 0) {
  let position = since;
  const helped = new Set<string>();
  let hasHandled = false;
  return {
    haveHelped({ wire, ...move }: Move): boolean {
      for (; position < trace.length; position += 1) {
        const event = trace[position];
        if (event?.type === 'resumed' || event?.type === 'input') helped.add(flowOf(event));
        else if (event?.type === 'frame' && event.why === 'asked') hasHandled = true;
      }
      return helped.has(flowOf(move)) || (hasHandled && wire?.waiting !== undefined);
    },
  };
}
