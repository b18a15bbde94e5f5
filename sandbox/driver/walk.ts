/**
 * The walk: the lesson's ordered moves, each carried out by commanding one program until the trace
 * shows what the move waits for. It looks only at the trace, so steps that the reader makes by hand
 * in between are simply seen.
 */
import type { TraceEvent } from '#protocol/events';
import type { Move, Scene } from '#protocol/lab';
import type { Box } from './box.ts';
import { openBox } from './open.ts';
import { isOfMain, type ProgramNow, programNow } from './program-now.ts';
import { loadScene } from './scenes.ts';
import { followWire, type WireFollower } from './wire-now.ts';

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

/** `unattended`: nobody is there who would release a frame that waits. */
export type Attendance = { unattended?: boolean };

export function createWalk(box: Box, scene: Scene, { unattended = false }: Attendance = {}): Walk {
  let position = 0;
  let begun: Begun | null = null;
  // What a program did since its own last move counts: accept() may return during the client's move.
  const since = new Map<string, number>();
  return {
    async next(signal) {
      const move = scene.walk[position];
      if (move === undefined) return null;
      // A move that got stuck and is tried again has acted already.
      const isNew = begun === null;
      begun ??= { from: since.get(move.program) ?? 0, waited: waitingIn(box.trace), unattended };
      if (isNew) await act(box, move);
      await carryOut(box, move, begun, signal);
      await box.settled();
      const after = box.trace.length;
      box.markMove(move.id);
      await box.waitFor(event => event.type === 'move' && event.move === move.id, { after });
      since.set(move.program, box.trace.length);
      position += 1;
      begun = null;
      return move.id;
    },
  };
}

/** How things stood when a move began. */
type Begun = {
  /** length of the trace when its program had done its last move */
  from: number;
  /** frames that waited on the wire */
  waited: ReadonlySet<number>;
  unattended: boolean;
};

const waitingIn = (trace: readonly TraceEvent[]): ReadonlySet<number> =>
  new Set(followWire(trace).read().waiting.keys());

/** Does to the wire and the hosts what the move says. */
async function act(box: Box, { wire, network = [] }: Move): Promise<void> {
  const { waiting, mode, impairments, rules } = wire ?? {};
  const setting = { ...(mode && { mode }), ...(impairments && { impairments }), ...(rules && { rules }) };
  if (Object.keys(setting).length > 0) await box.setWire(setting);
  const [frame] = waitingIn(box.trace);
  // A reader may have handled it by hand, which is as well.
  if (waiting !== undefined && frame !== undefined) await box.handleFrame(frame, waiting);
  for (const change of network) await box.changeNetwork(change);
}

async function carryOut(box: Box, move: Move, begun: Begun, signal?: AbortSignal): Promise<void> {
  const wire = followWire(box.trace);
  let typed = move.types === undefined;
  let commandedAt = -1;
  let restedAt = -1;
  for (;;) {
    signal?.throwIfAborted();
    const seen = box.trace.length;
    const now = programNow(box.trace, move.program);
    if (isReached(move, box.trace, begun, now, wire)) return;
    if ('held' in move.until && restedAt !== now.seq && now.status !== 'blocked') {
      // What its last call has sent may be on its way to the wire.
      restedAt = now.seq;
      await box.settled();
      continue;
    }
    if (now.status === 'exited') throw new MoveStuck(move.program, 'has ended');
    if (now.status === 'paused' && commandedAt !== now.seq) {
      commandedAt = now.seq;
      await box.step(move.program, 'line' in move.until ? 'line' : 'exited' in move.until ? 'run' : 'call');
    } else if (now.status === 'blocked' && now.fd === 0 && !typed) {
      typed = true;
      box.terminal(move.program)?.write(move.types ?? '');
    }
    await progress(box, { move, seen, now, wire, unattended: begun.unattended, signal });
  }
}

type Situation = {
  move: Move;
  seen: number;
  now: ProgramNow;
  wire: WireFollower;
  unattended: boolean;
  signal: AbortSignal | undefined;
};

/**
 * Waits for an event that tells something new. A program that only sleeps (not blocked on others) is
 * given its time, and so is a slow link; while a frame waits, somebody may be looking at it, and
 * nothing is stuck.
 */
async function progress(box: Box, { move, seen, now, wire, unattended, signal }: Situation): Promise<void> {
  const patience = now.syscall?.includes('nanosleep') === true ? 15 * STUCK_AFTER_MS : STUCK_AFTER_MS;
  const underWay = (wire.read().busyUntil - (box.trace.at(-1)?.at ?? 0)) / 1e6;
  const limit = AbortSignal.timeout(patience + Math.max(0, Math.ceil(underWay)));
  const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  try {
    await box.waitFor(event => !wire.isOfCopy(event), { after: seen, signal: either });
  } catch (error) {
    if (!limit.aborted) throw error;
    const isHeldUp = wire.read().waiting.size > 0;
    if (isHeldUp && !unattended) return;
    const where = now.syscall === null ? `is ${now.status}` : `is blocked in ${now.syscall}`;
    throw new MoveStuck(move.program, isHeldUp ? `${where} while a frame waits on the wire` : where);
  }
}

function isReached(
  { until, program }: Move,
  trace: readonly TraceEvent[],
  { from, waited }: Begun,
  now: ProgramNow,
  wire: WireFollower,
): boolean {
  const mine = (match: (event: TraceEvent) => boolean): boolean =>
    trace.slice(from).some(event => isOfMain(event, program) && match(event));
  if ('returned' in until)
    return (
      mine(event => event.type === 'return' && event.call === until.returned) && now.status !== 'running'
    );
  if ('blocked' in until) return now.status === 'blocked' && now.syscall === until.blocked;
  if ('line' in until) return now.status === 'paused' && now.line === until.line;
  if ('held' in until) return [...wire.read().waiting.keys()].some(id => !waited.has(id));
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
  const walk = createWalk(box, scene, { unattended: true });
  while ((await walk.next(signal)) !== null);
  return [...box.trace];
}

/** Starts every program of the scene; resolves when each stands before its first line or has ended. */
export async function startPaused(box: Box, scene: Scene): Promise<void> {
  for (const { name } of scene.programs) {
    const stands = box.waitFor(
      event => (event.type === 'line' || event.type === 'program-exited') && isOfMain(event, name),
    );
    await box.start(name, { mode: 'paused' });
    await stands;
  }
}
