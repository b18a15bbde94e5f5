/**
 * Where in the learner's program and on the wire a failure can be seen: one line, one call, one frame,
 * one moment of the check's trace. Nothing is better than something that misleads.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Evidence } from '#protocol/verdict';
import { dissect } from '#trace/dissect';
import type { Summary } from '#trace/layer';
import { firstDifference } from './byte-literal.ts';
import type { Found, WaitingFor } from './causes.ts';
import { addressOf } from './listening.ts';
import { callText, crashOf, exitOf, failedCall, openCall, returnedCall } from './seen.ts';

type Trace = readonly TraceEvent[];

export type Place = {
  trace: Trace;
  program: { host: string; file: string };
  /** the checker's last act, as a command */
  did: string;
  found: Found;
};

export function evidenceOf({ trace, program, did, found }: Place): Evidence {
  const crash = crashOf(trace, program.file);
  const call = crash === undefined ? suspectCall(trace, found) : failedCall(trace);
  const moment = exitOf(trace) ?? call ?? trace.at(-1);
  return {
    did,
    line: crash?.line ?? call?.line ?? null,
    call: call === undefined ? null : callText(call),
    frame: frameText(trace, program.host, found),
    moment: moment?.seq ?? null,
  };
}

type Call = { seq: number; call: string; fd: number | null; line: number | null };

/**
 * Not reached: the call that chose the address. Else the call that the program waits in; else the one
 * that read too little when the answer is cut, the one that sent it when it is something else.
 */
function suspectCall(trace: Trace, found: Found): Call | undefined {
  switch (found.waitingFor) {
    case 'listening':
    case 'connection':
      return returnedCall(trace, 'bind') ?? openCall(trace);
    case 'caller':
      return openCall(trace) ?? failedCall(trace);
    case 'no-caller':
      return returnedCall(trace, 'connect');
    case 'end':
      return openCall(trace);
    case 'bytes':
      return speaksFirst(found)
        ? returnedCall(trace, 'send')
        : (openCall(trace) ?? returnedCall(trace, isCut(found) ? 'recv' : 'send'));
    default:
      return found.waitingFor satisfies never;
  }
}

/** What came is no answer, and so no reading of the program's can have spoilt it. */
const speaksFirst = ({ sent, got }: Found): boolean => sent.length === 0 && got.length > 0;

const isCut = ({ wanted, got }: Found): boolean =>
  got.length < wanted.length && firstDifference(wanted, got) === got.length;

/** "RST, ACK 3333 → 40112". Only where the checker waited for something from the wire. */
function frameText(trace: Trace, host: string, { waitingFor }: Found): string | null {
  const sent = trace.filter((event): event is FrameEvent => event.type === 'frame' && event.verb === 'sent');
  const own = summariesOf(sent.filter(({ from }) => from === host));
  const telling = tellingFrame(waitingFor, own, summariesOf(sent));
  if (telling === undefined) return null;
  const { text, source, destination } = telling;
  if (source === undefined || destination === undefined) return text;
  return `${text} ${addressOf(source).port} → ${addressOf(destination).port}`;
}

const summariesOf = (frames: readonly FrameEvent[]): Summary[] =>
  frames.map(({ bytes }) => dissect(Buffer.from(bytes ?? '', 'base64')).summary);

/**
 * Where the program talks: its first reset, or else the last bytes that it sent. Where it should have
 * called: the first reset of all, or else the last that it tried, be it a question for an absent host.
 */
function tellingFrame(waitingFor: WaitingFor, own: Summary[], all: Summary[]): Summary | undefined {
  switch (waitingFor) {
    case 'connection':
    case 'bytes':
      return own.find(isReset) ?? own.findLast(({ kind, length }) => kind === 'tcp' && length > 0);
    case 'caller':
      return all.find(isReset) ?? own.at(-1);
    case 'no-caller':
      return own.findLast(({ flags }) => flags?.join() === 'SYN');
    case 'listening':
    case 'end':
      return undefined;
    default:
      return waitingFor satisfies never;
  }
}

const isReset = ({ flags }: Summary): boolean => flags?.includes('RST') === true;
