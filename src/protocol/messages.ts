/**
 * The one WebSocket between a tab and the server, at `/lab`: JSON text messages for control,
 * binary messages (channels.ts) for terminal bytes. A socket closed with TAKEN_OVER was replaced by a
 * newer one of the same session: do not resume that session by yourself.
 */
import { z } from 'zod';
import { StepHow, TaskId, TraceEvent } from './events.ts';
import { Refusal } from './faults.ts';
import { MOST_PROGRAMS } from './message-sizes.ts';
import { HostName, Id, Network, NetworkChange } from './network.ts';
import { CheckResult } from './verdict.ts';
import { FrameVerb, WireSetting } from './wire.ts';

/** Of one program; step_events.py knows the number too. */
export const MAX_BREAKPOINTS = 100;
export { TAKEN_OVER } from './channels.ts';
export { MAX_FILE_BYTES, MAX_MESSAGE_BYTES } from './message-sizes.ts';

const size = { cols: z.int().min(2).max(500), rows: z.int().min(1).max(300) };

export const PageMessage = z.discriminatedUnion('type', [
  // A lab. A tab has one box at most; opening another closes the first.
  z.object({
    type: z.literal('open'),
    lab: Id,
    whatIf: Id.nullable(),
    edits: z
      .record(Id, z.string())
      .optional()
      .describe('texts of the reader’s own in place of programs’ sources, by program'),
  }),
  // A network with programs of the reader's own; workbench.ts says what is taken.
  z.object({
    type: z.literal('workbench'),
    network: z.union([Id, Network]).describe('one of the course by its name, or written out'),
    programs: z
      .array(z.object({ host: z.string(), file: z.string(), text: z.string(), args: z.array(z.string()) }))
      .min(1)
      .max(MOST_PROGRAMS),
    wire: WireSetting.optional().describe('from the start; absent: every frame passes'),
  }),
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
  z.object({ type: z.literal('step'), program: Id, how: StepHow, task: TaskId.optional() }),
  z.object({ type: z.literal('pause'), program: Id, task: TaskId.optional() }),
  z.object({
    type: z.literal('breakpoints'),
    program: Id,
    lines: z
      .array(
        z
          .int()
          .min(1)
          .max(1 << 20),
      )
      .max(MAX_BREAKPOINTS)
      .describe('of the program’s own file; replaces the whole set'),
  }),
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
  z.object({ type: z.literal('stay') }).describe('keeps an idle box, as any use of it does'),
  z.object({ type: z.literal('close') }),
  /** Is the server still there? A connection that a network swallows never closes by itself. */
  z.object({ type: z.literal('ping') }),
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
/** The messages that ask for a box. */
export type OpenRequest = Extract<PageMessage, { type: 'open' | 'workbench' }>;

/** Why a lab runs in a plain box: on the machine itself, without isolation and without a wire. */
export const PlainBecause = z.object({
  why: z
    .string()
    .nullable()
    .describe('what keeps this machine from full boxes, in English; null: the server was started so'),
  cure: z.string().nullable().describe('the command that would cure it, where the doctor knows one'),
});
export type PlainBecause = z.infer<typeof PlainBecause>;

/** What has come from the page since its box opened; the rest of what it sent was lost with a connection. */
const Taken = z.object({
  keys: z.record(z.string(), z.int()).describe('bytes of keys, by program'),
  commands: z.int(),
});

export const ServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    session: z.string(),
    lab: z.string(),
    whatIf: z.string().nullable(),
    edited: z.array(z.string()).optional().describe('programs that run another text than the lab’s own'),
    plain: PlainBecause.optional().describe('its box is a plain one; absent: a full one'),
    channels: z.record(z.string(), z.int()).describe('terminal channel of each program'),
    taken: Taken,
    walk: z.object({
      reached: z.string().nullable().describe('the last move that Next has done'),
      moving: z.boolean().describe('a move is under way'),
    }),
  }),
  /** A shell's terminal is there: its program is named `shell-<host>`. */
  z.object({ type: z.literal('terminal'), program: z.string(), host: z.string(), channel: z.int() }),
  z.object({ type: z.literal('trace'), events: z.array(TraceEvent) }),
  z.object({ type: z.literal('next-done'), move: z.string().nullable().describe('null: the walk is over') }),
  z
    .object({ type: z.literal('idle'), leftMs: z.number().nullable() })
    .describe('so soon the box closes unless it is used; null: it has been used, and stays'),
  z.object({ type: z.literal('closed'), why: z.enum(['asked', 'idle', 'fault', 'ended']) }),
  z.object({ type: z.literal('pong') }),
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
