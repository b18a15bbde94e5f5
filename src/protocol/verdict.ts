/**
 * How a check ended. The outer shape of a result follows Exercism's results.json v3; the evidence
 * (line, call, frame, moment) is ours.
 */
import { z } from 'zod';
import type { TraceEvent } from './events.ts';
import { FaultCode } from './faults.ts';
import type { Scene, Text } from './lab.ts';

export const Evidence = z.object({
  did: z.string().describe('what the checker did, as a command the learner can repeat'),
  line: z.int().nullable().describe('line of the learner’s file'),
  call: z.string().nullable().describe('"recv(fd 4)"'),
  callSeq: z.int().nullable().describe('seq of the event in the check’s trace with which that call began'),
  frame: z.string().nullable().describe('text of the frame that shows it: "RST, ACK 3333 → 40112"'),
  frameId: z.int().nullable().describe('its id in the check’s trace'),
  moment: z.int().nullable().describe('seq of the event at which all this is seen'),
});
export type Evidence = z.infer<typeof Evidence>;

export const Verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passed') }),
  z.object({
    kind: z.literal('failed'),
    wanted: z.string(),
    saw: z.string(),
    caret: z.int().nullable().describe('index into `saw` of the first wrong character; null: no caret'),
    evidence: Evidence,
  }),
  z.object({ kind: z.literal('crashed'), traceback: z.string(), evidence: Evidence }),
  z.object({
    kind: z.literal('timed-out'),
    afterMs: z.int(),
    blockedIn: z.string().nullable().describe('"accept at line 12"; null when it was busy'),
    evidence: Evidence,
  }),
  z.object({ kind: z.literal('our-fault'), code: FaultCode, detail: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** The check's whole run, to be looked through like any recording; only we write it. */
export type RecordedRun = { scene: Scene; trace: TraceEvent[] };

export const CheckResult = z.object({
  id: z.string().describe('id of the check in exercise.yaml'),
  status: z.enum(['pass', 'fail', 'error']).describe('error: our fault, nothing was judged'),
  verdict: Verdict,
  causes: z.array(z.string()).max(2).describe('ids of exercise.yaml#causes, likeliest first'),
  output: z.string().describe('what the program printed, at most 500 characters'),
  durationMs: z.number(),
  run: z.custom<RecordedRun>().optional().describe('of a failure, where it was asked for'),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** A cause with its words, as the page and the terminal show it. */
export type Cause = { id: string; text: Text };
