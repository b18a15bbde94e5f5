/**
 * Codes of everything that can go wrong on our side of a message. Each has a text in
 * content/ui/*.json under `faults.<code>` that says what to do next; a test holds the lists equal.
 */
import { z } from 'zod';

/** A request we understood and will not carry out, or could not read. */
export const RefusalCode = z.enum([
  'unknown-lab',
  'unknown-exercise',
  'unknown-program',
  'unknown-session',
  'server-restarted',
  'not-heard',
  'malformed-message',
  'message-too-large',
  'too-many-boxes',
  'box-did-not-open',
  'no-box',
  'not-paused',
  'no-stepper',
  'no-sandbox',
  'plain-box',
  'plain-box-taken',
  'file-too-large',
  'file-changed',
  'file-unavailable',
  'check-running',
  'nothing-left',
  'move-stuck',
  'unknown-host',
  'no-such-frame',
  'change-refused',
  'unknown-network',
  'bad-file-name',
  'same-file-twice',
  'bad-arguments',
]);
export type RefusalCode = z.infer<typeof RefusalCode>;

/** Our own failure, or a limit of the box; a fault never counts against the learner. */
export const FaultCode = z.enum([
  'box-did-not-open',
  'box-died',
  'program-did-not-start',
  'stepper-did-not-attach',
  'memory-limit',
  'cpu-limit',
  'grader-died',
  'internal',
]);
export type FaultCode = z.infer<typeof FaultCode>;

export const Refusal = z.object({
  code: RefusalCode,
  detail: z.string().describe('for the log and the console; the page shows the translated text'),
});
export type Refusal = z.infer<typeof Refusal>;
