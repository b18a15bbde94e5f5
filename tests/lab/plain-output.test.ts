/** When a program's output is text, and when only a terminal can show it. */
import { expect, test } from 'vitest';
import { PlainOutput } from '../../src/lab/plain-output.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const take = (...chunks: string[]): (string | undefined)[] => {
  const output = new PlainOutput();
  return chunks.map(chunk => output.take(bytes(chunk)));
};

test('lines as a terminal gets them are text, wherever a chunk ends', () => {
  expect(take('one\r\ntwo\r', '\nmsg: ', '\tthree\r\r', '\n')).toEqual([
    'one\ntwo',
    '\nmsg: ',
    '\tthree',
    '\n',
  ]);
});

test('a character that comes in two chunks is one', () => {
  const [first, second] = [bytes('한').slice(0, 2), bytes('한').slice(2)];
  const output = new PlainOutput();
  expect([output.take(first), output.take(second)]).toEqual(['', '한']);
});

test.each([
  ['a colour', 'a \x1b[31mred\x1b[0m word'],
  ['an erased character', 'ab\b \b'],
  ['a line written over', '10 %\r20 %'],
  ['a bell', '\x07'],
  ['a control character of eight bits', '\x9b2J'],
])('%s is a terminal’s', (_, text) => {
  expect(take(text)).toEqual([undefined]);
});

test('a return whose newline does not follow is a terminal’s, in the next chunk too', () => {
  expect(take('10 %\r', '20 %\r')).toEqual(['10 %', undefined]);
});

test('more than a reader would read is a terminal’s', () => {
  expect(take('x'.repeat(16_000), 'y'.repeat(1000))).toEqual(['x'.repeat(16_000), undefined]);
});

test('what was cleared begins anew', () => {
  const output = new PlainOutput();
  output.take(bytes(`${'x'.repeat(16_000)}\r`));
  output.clear();
  expect(output.take(bytes('y'.repeat(1000)))).toBe('y'.repeat(1000));
});
