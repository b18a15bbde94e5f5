/**
 * The walk: the lesson's ordered moves, each carried out by commanding one program until the trace
 * shows what the move waits for. It looks only at the trace, so steps that the reader makes by hand
 * in between are simply seen.
 */
import type { TraceEvent } from '#protocol/events';
import type { Move, Scene } from '#protocol/lab';
import type { Box } from './box.ts';
import { openBox } from './open.ts';
import { type ProgramNow, programNow } from './program-now.ts';
import { loadScene } from './scenes.ts';

/** No sign of progress for this long means that something else has to happen first. */
const STUCK_AFTER_MS = 4000;

/** The move cannot go on by itself; `detail` says where its program stands. */
export class MoveStuck extends Error {
  override readonly name = 'MoveStuck';
  readonly program: string;
  readonly detail: string;
  constructor(program: string, detail: string) {
    super(`${program} ${detail}`);
    this.program = program;
    this.detail = detail;
  }
}

export interface Walk {
  /** Carries out the next move; resolves with its id, or null when the walk is over. */
  next(signal?: AbortSignal): Promise<string | null>;
}

export function createWalk(box: Box, scene: Scene): Walk {
  let position = 0;
  // What a program did since its own last move counts: accept() may return during the client's move.
  const since = new Map<string, number>();
  return {
    async next(signal) {
      const move = scene.walk[position];
      if (move === undefined) return null;
      await carryOut(box, move, since.get(move.program) ?? 0, signal);
      await box.settled();
      const after = box.trace.length;
      box.markMove(move.id);
      await box.waitFor(event => event.type === 'move' && event.move === move.id, { after });
      since.set(move.program, box.trace.length);
      position += 1;
      return move.id;
    },
  };
}

async function carryOut(box: Box, move: Move, from: number, signal?: AbortSignal): Promise<void> {
  let typed = move.types === undefined;
  let commandedAt = -1;
  for (;;) {
    signal?.throwIfAborted();
    const seen = box.trace.length;
    const now = programNow(box.trace, move.program);
    if (isReached(move, box.trace, from, now)) return;
    if (now.status === 'exited') throw new MoveStuck(move.program, 'has ended');
    if (now.status === 'paused' && commandedAt !== now.seq) {
      commandedAt = now.seq;
      await box.step(move.program, 'line' in move.until ? 'line' : 'exited' in move.until ? 'run' : 'call');
    } else if (now.status === 'blocked' && now.fd === 0 && !typed) {
      typed = true;
      box.terminal(move.program)?.write(move.types ?? '');
    }
    await progress(box, move, seen, now, signal);
  }
}

/** Waits for any new event; a program that only sleeps (not blocked on others) is given its time. */
async function progress(
  box: Box,
  move: Move,
  seen: number,
  now: ProgramNow,
  signal?: AbortSignal,
): Promise<void> {
  const patience = now.syscall?.includes('nanosleep') === true ? 15 * STUCK_AFTER_MS : STUCK_AFTER_MS;
  const limit = AbortSignal.timeout(patience);
  const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  try {
    await box.waitFor(() => true, { after: seen, signal: either });
  } catch (error) {
    if (!limit.aborted) throw error;
    const where = now.syscall === null ? `is ${now.status}` : `is blocked in ${now.syscall}`;
    throw new MoveStuck(move.program, where);
  }
}

function isReached(move: Move, trace: readonly TraceEvent[], from: number, now: ProgramNow): boolean {
  const { until, program } = move;
  const mine = (match: (event: TraceEvent) => boolean): boolean =>
    trace.slice(from).some(event => 'program' in event && event.program === program && match(event));
  if ('returned' in until)
    return (
      mine(event => event.type === 'return' && event.call === until.returned) && now.status !== 'running'
    );
  if ('blocked' in until) return now.status === 'blocked' && now.syscall === until.blocked;
  if ('line' in until) return now.status === 'paused' && now.line === until.line;
  return now.status === 'exited';
}

/**
 * Opens a scene, starts every program before its first line, walks to the end and returns the trace.
 * What is recorded is exactly what a reader sees who presses Next.
 *
 * @throws MoveStuck, BoxDidNotOpen, UnknownLab
 */
export async function recordWalk(
  lab: string,
  whatIf: string | null,
  { signal }: { signal?: AbortSignal } = {},
): Promise<readonly TraceEvent[]> {
  const scene = loadScene(lab, whatIf);
  await using box = await openBox(scene, signal === undefined ? {} : { signal });
  await startPaused(box, scene);
  const walk = createWalk(box, scene);
  while ((await walk.next(signal)) !== null);
  return [...box.trace];
}

/** Starts every program of the scene; resolves when each stands before its first line or has ended. */
export async function startPaused(box: Box, scene: Scene): Promise<void> {
  for (const { name } of scene.programs) {
    const stands = box.waitFor(
      event => (event.type === 'line' || event.type === 'program-exited') && event.program === name,
    );
    await box.start(name, { mode: 'paused' });
    await stands;
  }
}
