import { expect, test } from 'vitest';
import { storySpan } from '../../src/lab/story-span.ts';
import { golden, goldenUpTo } from './golden.ts';

const connect = goldenUpTo('connect').length;
const before = goldenUpTo('client-create').length;
const after = goldenUpTo('accepted').length;

test('the story of a move is told when it is done, and until something else is commanded', () => {
  const span = { move: 'connect', from: before, to: connect };
  expect(storySpan(golden, connect, null)).toEqual(span);
  expect(golden[connect]?.type).toBe('resumed');
  expect(storySpan(golden, connect + 1, span)).toBeNull();
  expect(storySpan(golden, after, span)).toMatchObject({ move: 'accepted' });
});

test('a look at a moment of the story keeps it; a look at an earlier one does not', () => {
  const span = { move: 'connect', from: before, to: connect };
  expect(storySpan(golden, before + 3, span)).toBe(span);
  expect(storySpan(golden, before + 3, null)).toBeNull();
  expect(storySpan(golden, before, span)).toMatchObject({ move: 'client-create' });
});

test('before the first move there is no story', () => {
  expect(storySpan(golden, 5, null)).toBeNull();
});
