/**
 * Where in the learner's program and on the wire a failure can be seen: one line, one call, one frame,
 * one moment of the check's trace. Nothing is better than something that misleads.
 */
import type { TraceEvent } from '#protocol/events';
import type { Evidence } from '#protocol/verdict';
import { firstDifference } from './byte-literal.ts';
import type { Found } from './causes.ts';
import { framesOf, RESET, type SentFrame } from './frames.ts';
import { addressOf } from './listening.ts';
import { callText, crashOf, exitOf, failedCall, openCall, returnedCall } from './seen.ts';
import type { WaitingFor } from './waiting-for.ts';

type Trace = readonly TraceEvent[];

export type Place = {
  trace: Trace;
  program: { host: string; file: string };
  /** the checker's last act, as a command */
  did: string;
  found: Found;
};

export function evidenceOf({ trace, program, did, found }: Place): Evidence {
  const crash = found.crash ?? crashOf(trace, program.file);
  const call = crash === undefined ? suspectCall(trace, found) : failedCall(trace);
  const moment = (crash === undefined ? call : undefined) ?? exitOf(trace) ?? trace.at(-1);
  const frame = tellingFrame(found.waitingFor, framesOf(trace, program.host), framesOf(trace));
  return {
    did,
    line: crash?.line ?? call?.line ?? null,
    call: call === undefined ? null : callText(call),
    callSeq: call === undefined ? null : beginningOf(call, trace),
    frame: frame === undefined ? null : frameText(frame),
    frameId: frame?.id ?? null,
    moment: moment?.seq ?? null,
  };
}

type Call = Extract<TraceEvent, { type: 'call' | 'return' }>;

/** Ids pair a call with its return within one task. */
const beginningOf = ({ program, task, id, seq }: Call, trace: Trace): number | null =>
  trace.findLast(
    event =>
      event.type === 'call' &&
      event.seq <= seq &&
      event.id === id &&
      event.program === program &&
      event.task === task,
  )?.seq ?? null;

/**
 * Not reached: the call that chose the address. Else the call that the program waits in; else the one
 * that read too little when the answer is cut, the one that sent it when it is something else.
 */
function suspectCall(trace: Trace, found: Found): Call | undefined {
  switch (found.waitingFor) {
    case 'listening':
    case 'bound':
    case 'connection':
      return returnedCall(trace, 'bind') ?? openCall(trace);
    case 'caller':
      return openCall(trace) ?? failedCall(trace);
    case 'no-caller':
      return returnedCall(trace, 'connect');
    case 'end':
    case 'output':
    case 'running':
    case 'hang-up':
      return openCall(trace);
    case 'value':
      return openCall(trace) ?? lastReturn(trace);
    case 'table':
      return returnedCall(trace, 'accept') ?? returnedCall(trace, 'socket');
    case 'idle':
      return returnedCall(trace, 'recv');
    case 'wire':
      return returnedCall(trace, 'close') ?? returnedCall(trace, 'connect');
    case 'bytes':
      return speaksFirst(found)
        ? returnedCall(trace, 'send')
        : (openCall(trace) ?? returnedCall(trace, isCut(found) ? 'recv' : 'send'));
    default:
      return found.waitingFor satisfies never;
  }
}

const lastReturn = (trace: Trace): Call | undefined =>
  trace.findLast((event): event is Call => event.type === 'return' && event.line !== null);

/** What came is no answer, and so no reading of the program's can have spoilt it. */
const speaksFirst = ({ sent, got }: Found): boolean => sent.length === 0 && got.length > 0;

const isCut = ({ wanted, got }: Found): boolean =>
  got.length < wanted.length && firstDifference(wanted, got) === got.length;

/** "RST, ACK 3333 → 40112" */
const frameText = ({ text, source, destination }: SentFrame): string =>
  source === undefined || destination === undefined
    ? text
    : `${text} ${addressOf(source).port} → ${addressOf(destination).port}`;

/**
 * Where the program talks: its first reset, or else the last bytes that it sent. Where it should have
 * called: the first reset of all, or else the last that it tried, be it a question for an absent host.
 * None where the checker waited for nothing from the wire.
 */
function tellingFrame(waitingFor: WaitingFor, own: SentFrame[], all: SentFrame[]): SentFrame | undefined {
  switch (waitingFor) {
    case 'connection':
    case 'bytes':
    case 'value':
    case 'wire':
    case 'hang-up':
      return own.find(RESET.is) ?? own.findLast(({ kind, length }) => kind === 'tcp' && length > 0);
    case 'caller':
      return all.find(RESET.is) ?? own.at(-1);
    case 'no-caller':
      return own.findLast(({ flags }) => flags?.join() === 'SYN');
    case 'listening':
    case 'bound':
    case 'end':
    case 'output':
    case 'table':
    case 'idle':
    case 'running':
      return undefined;
    default:
      return waitingFor satisfies never;
  }
}
