/**
 * Where in the learner's program and on the wire a failure can be seen: one line, one call, one frame,
 * one moment of the check's trace. Nothing is better than something that misleads.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Evidence } from '#protocol/verdict';
import { dissect } from '#trace/dissect';
import { firstDifference } from './byte-literal.ts';
import type { Found } from './causes.ts';
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
function suspectCall(trace: Trace, { waitingFor, wanted, got }: Found): Call | undefined {
  const isUnreached = waitingFor === 'listening' || waitingFor === 'connection';
  const waiting = (isUnreached ? returnedCall(trace, 'bind') : undefined) ?? openCall(trace);
  if (waiting !== undefined || waitingFor !== 'bytes') return waiting;
  const isCut = got.length < wanted.length && firstDifference(wanted, got) === got.length;
  return returnedCall(trace, isCut ? 'recv' : 'send');
}

/**
 * "RST, ACK 3333 → 40112": the first reset, or else the last bytes that the program's host sent. Only where
 * the checker waited for something from the wire.
 */
function frameText(trace: Trace, host: string, { waitingFor }: Found): string | null {
  if (waitingFor !== 'bytes' && waitingFor !== 'connection') return null;
  const sent = trace.filter(
    (event): event is FrameEvent => event.type === 'frame' && event.verb === 'sent' && event.from === host,
  );
  const summaries = sent.map(({ bytes }) => dissect(Buffer.from(bytes ?? '', 'base64')).summary);
  const telling =
    summaries.find(({ flags }) => flags?.includes('RST')) ??
    summaries.findLast(({ kind, length }) => kind === 'tcp' && length > 0);
  if (telling?.source === undefined || telling.destination === undefined) return null;
  return `${telling.text} ${addressOf(telling.source).port} → ${addressOf(telling.destination).port}`;
}
