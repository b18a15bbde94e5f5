/** What a reader predicts, in a real record: the server's, as a page has it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordDatabase } from '#progress/record-database';
import type { LearnerRecord } from '#record/learner-record';
import { PageRecord } from '#record/page';
import { forgetAnswer, keepAnswer, noteShown, readAnswer } from '../../src/lab/answers.ts';

const scene = { lab: 'echo-once', whatIf: null };
const whatIf = { ...scene, whatIf: 'hangul' };

async function pageOn(record: LearnerRecord): Promise<PageRecord> {
  return new PageRecord({
    home: 'server',
    record,
    entries: await record.entries(),
    setAside: [],
    trouble: null,
  });
}

async function openRecord() {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-answers-'));
  const database = new RecordDatabase(folder);
  return {
    database,
    page: () => pageOn(database),
    async [Symbol.asyncDispose]() {
      database[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}

test('an answer is kept per scene, so a what-if asks anew; the next page knows it', async () => {
  await using place = await openRecord();
  const page = await place.page();
  keepAnswer(page, scene, 'who', { kind: 'committed', value: 'client', isSure: true });
  expect(readAnswer(page, scene, 'who')).toMatchObject({ kind: 'committed', value: 'client', isSure: true });
  expect(readAnswer(page, whatIf, 'who')).toBeUndefined();
  await expect.poll(() => place.database.entries()).toHaveLength(1);
  const next = await place.page();
  expect(readAnswer(next, scene, 'who')).toMatchObject({ kind: 'committed', value: 'client' });
  forgetAnswer(next, scene, 'who');
  expect(readAnswer(next, scene, 'who')).toBeUndefined();
});

test('the first run that answers is the outcome; what is predicted again waits for another', async () => {
  await using place = await openRecord();
  const page = await place.page();
  noteShown(page, scene, 'who', 'server');
  keepAnswer(page, scene, 'who', { kind: 'committed', value: 'client' });
  noteShown(page, scene, 'who', 'server');
  noteShown(page, scene, 'who', 'nobody');
  expect(readAnswer(page, scene, 'who')).toMatchObject({ value: 'client', shown: 'server' });
  forgetAnswer(page, scene, 'who');
  keepAnswer(page, scene, 'who', { kind: 'committed', value: 'client' });
  expect(readAnswer(page, scene, 'who')).toMatchObject({ value: 'client', shown: null });
  await expect
    .poll(async () => (await place.database.entries()).map(({ type }) => type))
    .toEqual(['predicted', 'shown', 'reopened', 'predicted']);
});

test('a record that keeps nothing breaks nothing: an answer holds for the page', async () => {
  const page = await pageOn(new RecordDatabase('/dev/null/record'));
  keepAnswer(page, scene, 'who', { kind: 'skipped' });
  expect(readAnswer(page, scene, 'who')).toEqual({ kind: 'skipped' });
});
