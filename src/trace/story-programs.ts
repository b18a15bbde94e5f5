/** What the programs did in a stretch: calls that came back, waits, output, ends. */
import type { TraceEvent } from '#protocol/events';
import type { Picked } from './belongs.ts';
import { bytesOf, joined, textOf } from './bytes.ts';
import { type Descriptor, message } from './descriptor.ts';
import { linesOf } from './output.ts';
import { sentence, shownText } from './sentence.ts';
import { eventsOf, MOST, type StoryLine, type Stretch } from './story-line.ts';
import { flowOf } from './unblock.ts';

type Of<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;
type Found = { event: TraceEvent; moment: number };

/** The greater, the more it tells. */
const WEIGHT = { failed: 100, commanded: 86, lastCall: 82, waits: 78, ended: 76, call: 66 };
const MINOR = { printed: 60, task: 50, typed: 40 };

export function programLines(stretch: Stretch): StoryLine[] {
  const found = [...eventsOf(stretch)];
  return [
    ...callLines(stretch, found),
    ...waitLines(stretch, found),
    ...printedLines(found),
    ...found.flatMap(each => otherLine(stretch, each)).slice(-MOST),
  ];
}

/** Calls that came back; the last one of each program tells most, and before all of who was told to go on. */
function callLines(stretch: Stretch, found: readonly Found[]): StoryLine[] {
  const returns = found.flatMap(({ event, moment }) => (event.type === 'return' ? [{ event, moment }] : []));
  const lastOf = new Map(returns.map(({ event, moment }) => [flowKey(event), moment]));
  const resumed = found.findLast(({ event }) => event.type === 'resumed')?.event;
  const commanded = stretch.program ?? (resumed?.type === 'resumed' ? resumed.program : null);
  return returns.slice(-MOST).flatMap(({ event, moment }) => {
    const told = wordsOf(stretch, event, moment);
    const last = event.program === commanded ? WEIGHT.commanded : WEIGHT.lastCall;
    const ended = lastOf.get(flowKey(event)) === moment ? last : WEIGHT.call;
    const weight = event.error !== null || event.errno !== null ? WEIGHT.failed : ended;
    const picked = pickedCall(stretch, event, moment);
    return told === null ? [] : [{ moment, message: told, picked, kind: 'call', weight }];
  });
}

type Doer = { program: string; task?: string | undefined };

const flowKey = ({ program, task = '' }: Doer): string => `${program} ${task}`;

const isSameFlow = (one: Doer, other: Doer): boolean =>
  one.program === other.program && one.task === other.task;

function pickedCall({ events }: Stretch, { program, task, id }: Of<'return'>, moment: number): Picked | null {
  const isEntry = (event: TraceEvent): boolean =>
    event.type === 'call' && event.id === id && isSameFlow(event, { program, task });
  const seq = events.slice(0, moment).findLast(isEntry)?.seq;
  return seq === undefined ? null : { kind: 'call', program, task: task ?? null, id, seq };
}

/** What still waits when the stretch is over: a wait that ended is told by what came after it. */
function waitLines(stretch: Stretch, found: readonly Found[]): StoryLine[] {
  const end = stretch.at(stretch.to);
  const last = new Map<string, { event: Of<'blocked'>; moment: number }>();
  for (const { event, moment } of found)
    if (event.type === 'blocked' && event.syscall !== null) last.set(flowKey(event), { event, moment });
  return [...last.values()].flatMap(({ event, moment }) => {
    const isOver = flowOf(end, event.program, event.task)?.status !== 'blocked';
    const told = isOver ? null : wordsOf(stretch, event, moment);
    if (told === null) return [];
    const picked = openCall(stretch, event, moment);
    return [{ moment, message: told, picked, kind: 'wait', weight: WEIGHT.waits }];
  });
}

function openCall({ events, at }: Stretch, event: Of<'blocked'>, moment: number): Picked | null {
  const call = flowOf(at(moment), event.program, event.task)?.call;
  if (call == null || call.returned) return null;
  const isEntry = (other: TraceEvent): boolean =>
    other.type === 'call' && other.id === call.id && isSameFlow(other, event);
  const seq = events.slice(0, moment).findLast(isEntry)?.seq;
  const { program, task = null } = event;
  return seq === undefined ? null : { kind: 'call', program, task, id: call.id, seq };
}

/** The last line that each program has printed; that a terminal repeats what was typed is left out. */
function printedLines(found: readonly Found[]): StoryLine[] {
  const programs = new Set(found.flatMap(({ event }) => (event.type === 'output' ? [event.program] : [])));
  return [...programs].flatMap(program => {
    const own = found.filter(({ event }) => event.type === 'output' && event.program === program);
    const typed = textIn(found, 'input', program).trim();
    const line = linesOf(textIn(found, 'output', program)).findLast(each => each.trim() !== '');
    const moment = own.at(-1)?.moment;
    if (line === undefined || moment === undefined || (typed !== '' && line.endsWith(typed))) return [];
    const told = message('trace.printed', { program, text: shownText(line.trim()) });
    return [{ moment, message: told, picked: null, kind: 'printed', weight: MINOR.printed }];
  });
}

const textIn = (found: readonly Found[], type: 'input' | 'output', program: string): string =>
  textOf(
    joined(
      found.flatMap(({ event }) =>
        event.type === type && event.program === program ? [bytesOf(event.bytes)] : [],
      ),
    ),
  );

function otherLine(stretch: Stretch, { event, moment }: Found): StoryLine[] {
  const known = kindOf(event);
  const told = known === null ? null : wordsOf(stretch, event, moment);
  return known === null || told === null ? [] : [{ moment, message: told, picked: null, ...known }];
}

function kindOf({ type }: TraceEvent): Pick<StoryLine, 'kind' | 'weight'> | null {
  if (type === 'program-exited' || type === 'fault') return { kind: 'end', weight: WEIGHT.ended };
  if (type === 'task-started' || type === 'task-ended') return { kind: 'task', weight: MINOR.task };
  return type === 'input' ? { kind: 'typed', weight: MINOR.typed } : null;
}

function wordsOf({ at }: Stretch, event: TraceEvent, moment: number): Descriptor | null {
  return sentence(event, at(moment - 1), at(moment));
}
