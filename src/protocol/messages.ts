/**
 * The one WebSocket between a tab and the server, at `/lab`: JSON text messages for control,
 * binary messages (channels.ts) for terminal bytes. A socket closed with TAKEN_OVER was replaced by a
 * newer one of the same session: do not reconnect.
 */
import { z } from 'zod';
import { StepHow, TraceEvent } from './events.ts';
import { Refusal } from './faults.ts';
import { HostName, Id, NetworkChange } from './network.ts';
import { CheckResult } from './verdict.ts';
import { FrameVerb, WireSetting } from './wire.ts';

/** Largest control message a page may send; an exercise file is at most 64 kB. */
export const MAX_MESSAGE_BYTES = 128 * 1024;
export const MAX_FILE_BYTES = 64 * 1024;
export { TAKEN_OVER } from './channels.ts';

const size = { cols: z.int().min(2).max(500), rows: z.int().min(1).max(300) };

export const PageMessage = z.discriminatedUnion('type', [
  // A lab. A tab has one box at most; opening another closes the first.
  z.object({ type: z.literal('open'), lab: Id, whatIf: Id.nullable() }),
  z.object({
    type: z.literal('resume'),
    session: z.string().max(64),
    after: z.int().describe('last seq seen; -1 for none: the answer is `opened`, then the events after it'),
    received: z
      .record(Id, z.int().min(0))
      .optional()
      .describe('bytes of output got so far, by program; the rest follows. Absent: a terminal begins anew'),
  }),
  z.object({ type: z.literal('next') }),
  z.object({ type: z.literal('step'), program: Id, how: StepHow }),
  z.object({ type: z.literal('pause'), program: Id }),
  z.object({ type: z.literal('stop'), program: Id }),
  z.object({ type: z.literal('resize'), program: Id, ...size }),
  z.object({
    type: z.literal('credit'),
    program: Id,
    bytes: z
      .int()
      .min(1)
      .max(1 << 24),
  }),
  z.object({ type: z.literal('wire-set'), setting: WireSetting.describe('replaces the whole setting') }),
  z.object({ type: z.literal('wire-frame'), frame: z.int(), verb: FrameVerb }),
  z.object({ type: z.literal('network-change'), change: NetworkChange }),
  z
    .object({ type: z.literal('shell'), host: HostName })
    .describe('opens a shell, or the one that is open already'),
  z.object({ type: z.literal('close') }),
  // An exercise.
  z.object({ type: z.literal('file-read'), exercise: Id }),
  z.object({
    type: z.literal('file-save'),
    exercise: Id,
    text: z.string(),
    base: z.string().max(64).describe('hash of the text this edit began from; a mismatch is refused'),
  }),
  z.object({ type: z.literal('file-reset'), exercise: Id }),
  z.object({ type: z.literal('check'), exercise: Id }),
]);
export type PageMessage = z.infer<typeof PageMessage>;

export const ServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    session: z.string(),
    lab: z.string(),
    whatIf: z.string().nullable(),
    channels: z.record(z.string(), z.int()).describe('terminal channel of each program'),
  }),
  /** A shell's terminal is there: its program is named `shell-<host>`. */
  z.object({ type: z.literal('terminal'), program: z.string(), host: z.string(), channel: z.int() }),
  z.object({ type: z.literal('trace'), events: z.array(TraceEvent) }),
  z.object({ type: z.literal('next-done'), move: z.string().nullable().describe('null: the walk is over') }),
  z.object({ type: z.literal('closed'), why: z.enum(['asked', 'idle', 'fault']) }),
  z.object({ type: z.literal('refused'), request: z.string(), ...Refusal.shape }),
  z.object({
    type: z.literal('file'),
    exercise: z.string(),
    text: z.string(),
    hash: z.string(),
    isStarter: z.boolean(),
    savedAt: z.number().nullable().describe('milliseconds since 1970; null when never edited'),
  }),
  z.object({ type: z.literal('file-saved'), exercise: z.string(), hash: z.string() }),
  z.object({ type: z.literal('check-started'), exercise: z.string() }),
  z.object({ type: z.literal('check-result'), exercise: z.string(), result: CheckResult }),
  z.object({
    type: z.literal('check-finished'),
    exercise: z.string(),
    status: z.enum(['pass', 'fail', 'error']),
  }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
