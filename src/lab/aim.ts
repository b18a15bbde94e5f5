/** What Next will do, in words beside it; or, when there is nothing for it to do, why. */
import type { Move, Scene } from '#protocol/lab';
import type { LabState } from '#trace/fold';
import { doer } from '#trace/sentence';
import { writtenName } from './call-names.ts';
import type { Source } from './source.ts';
import { turnOf } from './turns.ts';
import { nextMove } from './walk.ts';
import type { Words } from './words.ts';

export type Aim = { text: string; hasNext: boolean };

type Ahead = Pick<Source, 'live' | 'trace' | 'all'>;

export function aimOf({ walk, programs }: Scene, source: Ahead, now: LabState, words: Words): Aim {
  const next = nextMove(walk, now.moves);
  if (!source.live) return aimInRecording({ walk, next, now }, source, words);
  if (walk.length > 0)
    return {
      text: next ? aimText(next, now, words) : words.say('lab.aim.over'),
      hasNext: next !== undefined,
    };
  const turn = turnOf(programs, source.trace.value, now);
  if (turn !== undefined) return { text: words.say('lab.turn', { program: turn }), hasNext: true };
  const all = Object.values(now.programs);
  const haveEnded = all.length > 0 && all.every(({ status }) => status === 'exited');
  return { text: words.say(haveEnded ? 'lab.turn.over' : 'lab.turn.nobody'), hasNext: false };
}

/** A run that a reader has saved may end in the middle of the walk, or go on behind it step by step. */
function aimInRecording(
  { walk, next, now }: { walk: readonly Move[]; next: Move | undefined; now: LabState },
  { trace, all }: Ahead,
  words: Words,
): Aim {
  if (trace.value.length >= all.value.length)
    return { text: words.say(walk.length > 0 && !next ? 'lab.aim.over' : 'lab.turn.end'), hasNext: false };
  const comes = next && all.value.some(event => event.type === 'move' && event.move === next.id);
  return { text: comes ? aimText(next, now, words) : words.say('lab.turn.recorded'), hasNext: true };
}

/** What is done first; then which program, or which thread of it, goes on, and until when. */
function aimText({ types, wire, ...move }: Move, now: LabState, words: Words): string {
  const typed = types === undefined ? [] : words.say('lab.aim.types', { text: types.trim() });
  const handled = wire?.waiting === undefined ? [] : words.say(`lab.aim.waiting.${wire.waiting}`);
  return [handled, typed, untilText(move, now, words)].flat().join(' ');
}

function untilText(
  { until, ...move }: Pick<Move, 'program' | 'task' | 'until'>,
  now: LabState,
  words: Words,
) {
  const who = doer(now, move);
  const program = typeof who === 'string' ? who : words.tell(who);
  if ('returned' in until) return words.say('lab.aim.returned', { program, call: until.returned });
  if ('blocked' in until) return words.say('lab.aim.blocked', { program, call: writtenName(until.blocked) });
  if ('line' in until) return words.say('lab.aim.line', { program, line: until.line });
  if ('held' in until) return words.say('lab.aim.held', { program });
  return words.say('lab.aim.exited', { program });
}
