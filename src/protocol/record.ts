/**
 * The learner's record: what they did, an entry for each thing, never changed afterwards. So two
 * records are joined by taking the entries of both, and where a learner stands is a fold over them
 * (src/record/progress.ts).
 *
 * This schema is the format of the exported file and of what page and server say to each other about
 * the record. Whoever changes what an entry holds gives it the next version, and src/record/upgrades.ts
 * the way from the one before.
 */
import { z } from 'zod';
import { Id } from './network.ts';
import { LONGEST_ANSWER, LONGEST_REASON, RECORD_FORMAT, RECORD_VERSION } from './record-format.ts';

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9-]{8,64}$/)
    .describe('no other entry has it, on whichever machine it was made'),
  at: z.int().min(0).describe('milliseconds since 1970'),
};

/** A question of a lab, or of one of its what-ifs, and an answer to it. */
const question = { lab: Id, whatIf: Id.nullable(), prediction: Id };
const value = z.string().max(LONGEST_ANSWER);

const begun = z.strictObject({ ...common, type: z.literal('begun'), lesson: Id });
const move = z.strictObject({
  ...common,
  type: z.literal('move'),
  lesson: Id,
  move: Id.describe('of its first lab'),
});
const read = z.strictObject({
  ...common,
  type: z.literal('read'),
  lesson: Id,
  isRead: z.boolean().describe('false: the reader took it back'),
});
const predicted = z.strictObject({
  ...common,
  type: z.literal('predicted'),
  ...question,
  value: value.nullable().describe('what was answered; null: passed over'),
  isSure: z.boolean().optional().describe('absent: the learner did not say'),
});
const shown = z.strictObject({
  ...common,
  type: z.literal('shown'),
  ...question,
  said: value.describe('what had been answered'),
  shown: value.describe('what the learner’s own run showed'),
});
const reopened = z.strictObject({ ...common, type: z.literal('reopened'), ...question });
const judged = z.strictObject({
  ...common,
  type: z.literal('judged'),
  exercise: Id,
  hash: z.string().max(64).describe('of the file that was judged'),
  passed: z.boolean(),
  causes: z
    .array(Id)
    .max(2)
    .optional()
    .describe('why the first check that failed has failed, likeliest first'),
});
const answered = z.strictObject({
  ...common,
  type: z.literal('answered'),
  topic: Id.describe('the generator of the question (src/quiz)'),
  seed: z.int().min(0).max(999_999_999).describe('with the topic and `on`, the question itself'),
  on: Id.nullable().describe('the slip that the question was drawn on; null: any'),
  isRight: z.boolean().describe('at the first try'),
  made: Id.nullable().describe('the slip that the answer shows; null: none that has a name'),
  isSure: z.boolean().optional().describe('absent: the learner did not say'),
});
const reasoned = z.strictObject({
  ...common,
  type: z.literal('reasoned'),
  ...question,
  because: z.string().max(LONGEST_REASON).describe('“I expected … because”; empty: taken back'),
});

export const Entry = z.discriminatedUnion('type', [
  begun,
  move,
  read,
  predicted,
  shown,
  reopened,
  judged,
  answered,
  reasoned,
]);
export type Entry = z.infer<typeof Entry>;

/** Questions of generators left nothing behind, and the notebook had no lines. */
const EntryOfVersion2 = z.discriminatedUnion('type', [begun, move, read, predicted, shown, reopened, judged]);

/** Nothing that was read could be taken back, and what a run showed was not kept. */
const EntryOfVersion1 = z.discriminatedUnion('type', [
  begun,
  move,
  read.omit({ isRead: true }),
  predicted,
  reopened,
  judged,
]);

const head = { format: z.literal(RECORD_FORMAT) };

/** Of this version and of those before, which are still read. */
export const RecordFile = z.discriminatedUnion('version', [
  z.strictObject({ ...head, version: z.literal(1), entries: z.array(EntryOfVersion1) }),
  z.strictObject({ ...head, version: z.literal(2), entries: z.array(EntryOfVersion2) }),
  z.strictObject({ ...head, version: z.literal(RECORD_VERSION), entries: z.array(Entry) }),
]);
export type RecordFile = z.infer<typeof RecordFile>;

/** The format as a JSON Schema, for the page, which judges a file by it (shape.ts). */
export const recordFileSchema = (): unknown =>
  JSON.parse(
    JSON.stringify(z.toJSONSchema(RecordFile), (key, value: unknown) =>
      key === 'description' ? undefined : value,
    ),
  );
