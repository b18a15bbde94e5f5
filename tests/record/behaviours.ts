/**
 * What every home of the record does: one list for the server's database, the browser's store and a page
 * with a server behind it. Each is really opened, twice where two are at work at once.
 */
import assert from 'node:assert/strict';
import type { Entry } from '#protocol/record';
import { byTime, type LearnerRecord } from '#record/learner-record';
import { entriesIn, importInto, RecordRefused } from '#record/record-file';
import { recordText } from '#record/record-text';
import { everyKind, misfitIn } from './entries.ts';

export type Home = {
  record: LearnerRecord;
  /** The same record opened once more at the same time: another tab, another process. */
  beside(): Promise<LearnerRecord>;
  /** Ends everything that has it open, and opens it again. */
  reopened(): Promise<LearnerRecord>;
};

type Behaviour = { name: string; prove: (home: Home) => Promise<void> };

let made = 0;
const some = (count: number): Entry[] =>
  Array.from({ length: count }, () => {
    made += 1;
    return {
      id: `some-entry-${made}`,
      at: 1_000_000 + made,
      type: 'move',
      lesson: 'echo-once',
      move: 'bind',
    };
  });

export const behaviours: readonly Behaviour[] = [
  {
    name: 'a record of nobody has no entries',
    prove: async ({ record }) => assert.deepEqual(await record.entries(), []),
  },
  {
    name: 'what was added comes back as it was, in the order in which it happened',
    prove: async ({ record, reopened }) => {
      await record.add(everyKind.toReversed());
      assert.deepEqual(await record.entries(), everyKind);
      assert.deepEqual(await (await reopened()).entries(), everyKind);
    },
  },
  {
    name: 'what comes twice is there once, and new things beside it are added',
    prove: async ({ record }) => {
      const [one, other] = some(2) as [Entry, Entry];
      await record.add([one]);
      await record.add([one, other, one]);
      assert.deepEqual(await record.entries(), [one, other]);
    },
  },
  {
    name: 'an entry that is there is not changed by another of the same id',
    prove: async ({ record }) => {
      const [one] = some(1) as [Entry];
      await record.add([one]);
      await record.add([{ ...one, type: 'begun', lesson: 'first-packet' }]);
      assert.deepEqual(await record.entries(), [one]);
    },
  },
  {
    name: 'when one of several cannot be kept, none is',
    prove: async ({ record }) => {
      const { id: _, ...nameless } = some(1)[0] as Entry;
      await assert.rejects(record.add([...some(3), nameless as Entry]));
      assert.deepEqual(await record.entries(), []);
      await record.add(some(1));
      assert.equal((await record.entries()).length, 1);
    },
  },
  {
    name: 'two at work at once lose nothing',
    prove: async ({ record, beside, reopened }) => {
      const other = await beside();
      const entries = some(60);
      await Promise.all(entries.map((entry, at) => (at % 2 === 0 ? record : other).add([entry])));
      assert.deepEqual(await record.entries(), entries);
      assert.deepEqual(await other.entries(), entries);
      assert.deepEqual(await (await reopened()).entries(), entries);
    },
  },
  {
    name: 'what was forgotten is gone for all, and what follows is kept',
    prove: async ({ record, beside, reopened }) => {
      const other = await beside();
      await record.add(some(5));
      await other.forget();
      assert.deepEqual(await record.entries(), []);
      const later = some(1);
      await record.add(later);
      assert.deepEqual(await (await reopened()).entries(), later);
    },
  },
  {
    name: 'a file takes all of it elsewhere, and brings only what is new',
    prove: async ({ record }) => {
      const mine = some(2);
      await record.add(mine);
      assert.equal(await importInto(record, recordText(everyKind), misfitIn), everyKind.length);
      assert.equal(await importInto(record, recordText(everyKind), misfitIn), 0);
      const all = await record.entries();
      assert.deepEqual(all, [...mine, ...everyKind].sort(byTime));
      assert.deepEqual(entriesIn(recordText(all), misfitIn), all);
    },
  },
  {
    name: 'a file that is refused changes nothing',
    prove: async ({ record }) => {
      const mine = some(2);
      await record.add(mine);
      const spoilt = recordText(everyKind).replace('"passed":true', '"passed":"yes"');
      await assert.rejects(
        importInto(record, spoilt, misfitIn),
        (error: unknown) => error instanceof RecordRefused && error.code === 'damaged',
      );
      assert.deepEqual(await record.entries(), mine);
    },
  },
  {
    name: 'thousands of entries are one addition',
    prove: async ({ record, reopened }) => {
      const many = some(5000);
      await record.add(many);
      assert.deepEqual(await (await reopened()).entries(), many);
    },
  },
];
