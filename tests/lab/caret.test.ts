import { expect, test } from 'vitest';
import { caretLine } from '../../src/lab/caret.ts';

test('the caret stands under the first wrong character', () => {
  expect(caretLine("b'hellO'", 6)).toBe('      ^');
  expect(caretLine("b'hellO'", 0)).toBe('^');
});

test('the caret stands behind a text that is too short', () => {
  expect(caretLine('abc', 3)).toBe('   ^');
});

test('a Korean syllable is two columns wide', () => {
  expect(caretLine('가나x', 2)).toBe('    ^');
});
