import { describe, expect, test } from 'vitest';
import { piecesOf, textOfPieces } from '../../src/lab/byte-text.ts';
import { seeded } from '../trace/random.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const told = (bytes: Uint8Array, isWhole = true): string[] =>
  piecesOf(bytes, isWhole).map(({ text, kind }) => (kind === 'text' ? text : `${kind}(${text})`));

test('text stays text, and each character knows how many bytes it has', () => {
  expect(piecesOf(utf8('a가😀'), true)).toEqual([
    { at: 0, count: 1, text: 'a', kind: 'text' },
    { at: 1, count: 3, text: '가', kind: 'text' },
    { at: 4, count: 4, text: '😀', kind: 'text' },
  ]);
});

test('what cannot be shown is escaped as Python does', () => {
  expect(told(Uint8Array.of(0x0d, 0x0a, 0x09, 0x00, 0x7f, 0xff, 0x41))).toEqual([
    'escape(\\r)',
    'escape(\\n)',
    'escape(\\t)',
    'escape(\\x00)',
    'escape(\\x7f)',
    'escape(\\xff)',
    'A',
  ]);
});

describe('Hangul that is cut in the middle', () => {
  const bytes = utf8('안녕');

  test('is broken on both sides of the cut', () => {
    expect(told(bytes.subarray(0, 4))).toEqual(['안', 'cut(\\xeb)']);
    expect(told(bytes.subarray(4))).toEqual(['cut(\\x85)', 'cut(\\x95)']);
    expect(told(bytes.subarray(2, 5))).toEqual(['cut(\\x88)', 'cut(\\xeb)', 'cut(\\x85)']);
  });

  test('is not broken where only the drawing ends', () => {
    expect(told(bytes.subarray(0, 4), false)).toEqual(['안']);
  });
});

test('bytes that are no text at all are no broken characters', () => {
  const kinds = piecesOf(
    Uint8Array.from({ length: 40 }, (_, at) => 0x80 + at),
    true,
  ).map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['escape']));
});

test('whatever the bytes are, every one of them has its place', () => {
  const { below } = seeded(5);
  for (let round = 0; round < 500; round += 1) {
    const bytes = Uint8Array.from({ length: below(30) }, () => below(256));
    const pieces = piecesOf(bytes, true);
    expect(pieces.reduce((sum, { count }) => sum + count, 0)).toBe(bytes.length);
    expect(
      pieces.every(({ at }, place) => at === (pieces[place - 1]?.at ?? 0) + (pieces[place - 1]?.count ?? 0)),
    ).toBe(true);
  }
  expect(textOfPieces(piecesOf(utf8('한 글\n'), true))).toBe('한 글\\n');
});
