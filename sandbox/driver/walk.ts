/**
 * The walk: the lesson's ordered moves, each carried out by commanding one program until the trace
 * shows what the move waits for. It looks only at the trace, so steps that the reader makes by hand
 * in between are simply seen.
 */
import type { StepHow, TraceEvent } from '#protocol/events';
import type { Move, Scene } from '#protocol/lab';
import type { Box } from './box.ts';
import { openBox } from './open.ts';
import { isOfMain, type ProgramNow, programNow } from './program-now.ts';
import { loadScene } from './scenes.ts';
import { CommandRefused } from './supervisor-process.ts';
import { type Current, openProgress } from './walk-progress.ts';
import { followWire, type WireFollower, type WireNow } from './wire-now.ts';

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
  /**
   * Completes moves to whose end the reader has gone by hand, so that Next goes on from there. Resolves
   * when the walk is over or the signal fires; rejects when the box closes before it fires.
   */
  follow(signal: AbortSignal): Promise<void>;
}

/** `unattended`: nobody is there who would release a frame that waits. */
export type Attendance = { unattended?: boolean };

export function createWalk(box: Box, scene: Scene, { unattended = false }: Attendance = {}): Walk {
  const progress = openProgress(box, scene);
  let carrying = false;
  return {
    async next(signal) {
      carrying = true;
      try {
        await progress.completed;
        const { current } = progress;
        if (current === undefined) return null;
        // A move that got stuck, or was refused, and is tried again has acted already.
        const isNew = !current.hasActed;
        current.hasActed = true;
        if (isNew) await act(box, current.move, progress.waited);
        const end = await carryOut(box, current, unattended, signal);
        await progress.complete(current, end);
        return current.move.id;
      } finally {
        carrying = false;
        progress.handsOff();
      }
    },
    async follow(signal) {
      while (progress.current !== undefined && !signal.aborted) {
        const { length } = box.trace;
        const { current } = progress;
        const end = carrying || !progress.isByHand(current) ? null : current.end.read();
        if (end !== null) await progress.complete(current, end);
        else await newsBehind(box, length, signal);
      }
    },
  };
}

/** Resolves when the trace is longer, or the signal fires. */
function newsBehind(box: Box, length: number, signal: AbortSignal): Promise<void> {
  if (box.trace.length > length || signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const done = (): void => {
      unhear();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unhear = box.onEvent(done);
    signal.addEventListener('abort', done);
  });
}

/** Does to the wire, the hosts and further programs what the move says. */
async function act(box: Box, move: Move, waited: ReadonlySet<number>): Promise<void> {
  const { wire, network = [], refused = false, alongside = [] } = move;
  const { waiting, mode, impairments, rules } = wire ?? {};
  const setting = { ...(mode && { mode }), ...(impairments && { impairments }), ...(rules && { rules }) };
  if (Object.keys(setting).length > 0) await box.setWire(setting);
  const frame = frameMeant(followWire(box.trace).read().waiting, waited);
  if (waiting !== undefined && frame !== undefined) await box.handleFrame(frame, waiting);
  for (const change of network) {
    const asked = box.changeNetwork(change);
    await (refused && change === network.at(-1) ? refusal(asked) : asked);
  }
  for (const name of alongside) await letRun(box, name);
}

/** Resolves when the kernel refuses the change, as the move says that it will. */
async function refusal(asked: Promise<void>): Promise<void> {
  const answer = await asked.catch((error: unknown) => error);
  if (!(answer instanceof CommandRefused && answer.code === 'change-refused'))
    throw answer ?? new Error('the kernel has made a change that it was meant to refuse');
}

/** Resolves when the trace says that it goes on: the walk may command it next. */
async function letRun(box: Box, program: string): Promise<void> {
  if (programNow(box.trace, program).status !== 'paused') return;
  const after = box.trace.length;
  await box.step(program, 'run');
  await box.waitFor(event => event.type === 'resumed' && isOfMain(event, program), { after });
}

/**
 * The frame that has waited longest. One that waited when the move before was completed is meant before
 * all others; when the reader has handled it by hand, which is as well, the next one is not.
 */
function frameMeant(waiting: WireNow['waiting'], waited: ReadonlySet<number>): number | undefined {
  const all = [...waiting.keys()];
  return waited.size === 0 ? all[0] : all.find(id => waited.has(id));
}

/** Resolves with the number of events after which the move had ended. */
async function carryOut(
  box: Box,
  { move, end }: Current,
  unattended: boolean,
  signal?: AbortSignal,
): Promise<number> {
  const wire = followWire(box.trace);
  let typed = move.types === undefined;
  let commandedAt = -1;
  let restedAt = -1;
  for (;;) {
    signal?.throwIfAborted();
    const seen = box.trace.length;
    const now = programNow(box.trace, move.program, move.task);
    const ended = end.read();
    if (ended !== null) return ended;
    if ('held' in move.until && restedAt !== now.seq && now.status !== 'blocked') {
      // What its last call has sent may be on its way to the wire.
      restedAt = now.seq;
      await box.settled();
      continue;
    }
    if (now.status === 'exited') throw new MoveStuck(whoIs(move), 'has ended');
    if (now.status === 'paused' && commandedAt !== now.seq) {
      commandedAt = now.seq;
      await box.step(move.program, howTo(move), move.task);
    } else if (now.status === 'blocked' && now.fd === 0 && !typed) {
      typed = true;
      box.terminal(move.program)?.write(move.types ?? '');
    }
    await newsFrom(box, { move, seen, now, wire, unattended, signal });
  }
}

const whoIs = ({ program, task }: Move): string => (task === undefined ? program : `${program} ${task}`);

const howTo = ({ until }: Move): StepHow => ('line' in until ? 'line' : 'exited' in until ? 'run' : 'call');

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
async function newsFrom(box: Box, { move, seen, now, wire, unattended, signal }: Situation): Promise<void> {
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
    throw new MoveStuck(whoIs(move), isHeldUp ? `${where} while a frame waits on the wire` : where);
  }
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
  { signal, open = openBox }: { signal?: AbortSignal; open?: typeof openBox } = {},
): Promise<readonly TraceEvent[]> {
  const scene = loadScene(lab, whatIf);
  await using box = await open(scene, signal === undefined ? {} : { signal });
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
