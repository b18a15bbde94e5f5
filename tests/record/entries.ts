/** One entry of each kind, as a learner makes them. */
import { Entry, recordFileSchema } from '#protocol/record';
import { misfitOf, type Schema } from '#protocol/shape';
import type { Fact } from '#record/learner-record';

const schema = recordFileSchema() as Schema;

/** As the page judges a file. */
export const misfitIn = (file: unknown) => misfitOf(schema, file)?.path ?? null;

const question = { lab: 'echo-once', whatIf: null, prediction: 'who-closes' };
const whatIf = { lab: 'echo-once', whatIf: 'hangul', prediction: 'how-many-bytes' };

const facts: Fact[] = [
  { type: 'begun', lesson: 'echo-once' },
  { type: 'move', lesson: 'echo-once', move: 'socket' },
  { type: 'predicted', ...question, value: 'client', isSure: true },
  { type: 'predicted', ...whatIf, value: '세 바이트 "씩"' },
  { type: 'shown', ...question, said: 'client', shown: 'server' },
  { type: 'reopened', ...question },
  { type: 'predicted', ...question, value: null },
  { type: 'move', lesson: 'echo-once', move: 'bind' },
  { type: 'judged', exercise: 'echo-once', hash: '0f'.repeat(16), passed: false, causes: ['compares-text'] },
  { type: 'judged', exercise: 'echo-once', hash: 'f0'.repeat(16), passed: true },
  { type: 'read', lesson: 'echo-once', isRead: true },
  { type: 'read', lesson: 'echo-once', isRead: false },
  {
    ...{ type: 'answered', topic: 'net', seed: 4711, on: null, isRight: false, made: 'no-minus-two' },
    isSure: true,
  },
  { type: 'answered', topic: 'net', seed: 12, on: 'no-minus-two', isRight: true, made: null },
  { type: 'reasoned', ...question, because: '서버가 먼저 "끝"을 말한다고 생각했다.' },
];

export const everyKind: Entry[] = facts.map((fact, index) => ({
  id: `entry-of-kind-${index}`,
  at: 1_750_000_000_000 + index * 60_000,
  ...fact,
}));

/** A kind that nobody thought of here is missing in every proof. */
const missing = Entry.options
  .map(option => option.shape.type.value)
  .filter(type => everyKind.every(entry => entry.type !== type));
if (missing.length > 0) throw new Error(`tests/record/entries.ts lacks ${missing}`);
