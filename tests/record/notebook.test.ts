/** The notebook: lines of what was expected and why, with what the runs showed. */
import { expect, test } from 'vitest';
import type { Entry } from '#protocol/record';
import type { Fact } from '#record/learner-record';
import { notebookOf } from '#record/notebook';
import { progressOf } from '#record/progress';

const question = { lab: 'echo-once', whatIf: null, prediction: 'who-closes' };
const other = { ...question, whatIf: 'hangul' };

const history = (...facts: Fact[]): Entry[] =>
  facts.map((fact, at) => ({ id: `entry-no-${at}`, at: 1_750_000_000_000 + at, ...fact }));

test('a line is what was expected, why, and what the run showed', () => {
  const lines = notebookOf(
    history(
      { type: 'predicted', ...question, value: 'client', isSure: true },
      { type: 'predicted', ...other, value: '6' },
      { type: 'reasoned', ...question, because: 'the client asked first' },
      { type: 'shown', ...question, said: 'client', shown: 'server' },
    ),
  );
  expect(lines).toMatchObject([
    { value: 'client', isSure: true, because: 'the client asked first', shown: 'server', isLatest: true },
    { value: '6', because: '', shown: null, whatIf: 'hangul' },
  ]);
  expect(lines[1]).not.toHaveProperty('isSure');
});

test('a second answer is a line of its own, and a later reason belongs to it', () => {
  const entries = history(
    { type: 'predicted', ...question, value: 'client' },
    { type: 'reasoned', ...question, because: 'a guess' },
    { type: 'shown', ...question, said: 'client', shown: 'server' },
    { type: 'reopened', ...question },
    { type: 'predicted', ...question, value: 'server' },
  );
  expect(progressOf(entries).reasons.size, 'the new answer has no reason yet').toBe(0);
  const reasoned = [...entries, ...history({ type: 'reasoned', ...question, because: 'I saw the FIN' })];
  expect(notebookOf(reasoned)).toMatchObject([
    { value: 'client', because: 'a guess', shown: 'server', isLatest: false },
    { value: 'server', because: 'I saw the FIN', shown: null, isLatest: true },
  ]);
});

test('a reason can be taken back, and what was passed over is no expectation', () => {
  const lines = notebookOf(
    history(
      { type: 'predicted', ...other, value: null },
      { type: 'predicted', ...question, value: 'client' },
      { type: 'reasoned', ...question, because: 'a guess' },
      { type: 'reasoned', ...question, because: '' },
    ),
  );
  expect(lines).toMatchObject([{ value: 'client', because: '' }]);
});

test('attempts that follow each other are one line, with their number', () => {
  const judged = (passed: boolean): Fact => ({ type: 'judged', exercise: 'hello', hash: '0', passed });
  const lines = notebookOf(history(judged(false), judged(false), judged(true), judged(true)));
  expect(lines).toMatchObject([
    { kind: 'checked', exercise: 'hello', passed: true, tries: 3 },
    { passed: true, tries: 1 },
  ]);
});
