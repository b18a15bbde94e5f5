/** What keys send to a program whose terminal is not loaded yet. */
import { expect, test } from 'vitest';
import { isCopyKey, plainKey } from '../../src/lab/terminal-keys.ts';

const NONE = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
const key = (name: string, held: Partial<typeof NONE> = {}) =>
  ({ key: name, code: `Key${name.toUpperCase()}`, ...NONE, ...held }) as KeyboardEvent;

test('keys that write nothing are sent as a terminal sends them', () => {
  expect(plainKey(key('Enter'))).toBe('\r');
  expect(plainKey(key('Backspace'))).toBe('\x7f');
  expect(plainKey(key('ArrowUp'))).toBe('\x1b[A');
  expect(plainKey(key('c', { ctrlKey: true }))).toBe('\x03');
  expect(plainKey(key('d', { ctrlKey: true }))).toBe('\x04');
});

test('letters, Tab, Escape and the browser’s own keys are left to it', () => {
  const left = [key('a'), key('Tab'), key('Escape'), key('v', { ctrlKey: true })];
  const more = [
    key('n', { altKey: true }),
    key('c', { metaKey: true }),
    key('c', { ctrlKey: true, shiftKey: true }),
  ];
  expect([...left, ...more].map(plainKey)).toEqual(Array(7).fill(undefined));
});

test('Ctrl+C copies what is selected, else it interrupts', () => {
  expect(isCopyKey(key('c', { ctrlKey: true }), true)).toBe(true);
  expect(isCopyKey(key('c', { ctrlKey: true }), false)).toBe(false);
  expect(isCopyKey(key('c', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
});
