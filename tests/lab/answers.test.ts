import { expect, test } from 'vitest';
import { forgetAnswer, keepAnswer, readAnswer } from '../../src/lab/answers.ts';
import { MemoryStorage } from './screen.ts';

const scene = { lab: 'echo-once', whatIf: null };

test('an answer is kept per scene, so a what-if asks anew', () => {
  const storage = new MemoryStorage();
  keepAnswer(storage, scene, 'who', { kind: 'committed', value: 'client' });
  expect(readAnswer(storage, scene, 'who')).toEqual({ kind: 'committed', value: 'client' });
  expect(readAnswer(storage, { ...scene, whatIf: 'hangul' }, 'who')).toBeUndefined();
  forgetAnswer(storage, scene, 'who');
  expect(readAnswer(storage, scene, 'who')).toBeUndefined();
});

test('a browser that forbids storage breaks nothing', () => {
  const forbidding = new Proxy(new MemoryStorage(), {
    get: () => () => {
      throw new Error('SecurityError');
    },
  });
  keepAnswer(forbidding, scene, 'who', { kind: 'skipped' });
  expect(readAnswer(forbidding, scene, 'who')).toBeUndefined();
});
