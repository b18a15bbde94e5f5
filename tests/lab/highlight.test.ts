import { expect, test } from 'vitest';
import { highlightPython, plainLines } from '../../src/lab/highlight.ts';

const SOURCE = "import socket\n\ns = '''two\nlines'''\nprint(s)  # 가\n";
const textOf = (lines: { text: string }[][]) => lines.map(line => line.map(({ text }) => text).join(''));

test('highlighting keeps every line as it is, a string over two lines too', async () => {
  const lines = await highlightPython(SOURCE);
  expect(textOf(lines)).toEqual(SOURCE.trimEnd().split('\n'));
  expect(textOf(plainLines(SOURCE))).toEqual(textOf(lines));
});

test('keywords, strings and comments have classes', async () => {
  const pieces = (await highlightPython(SOURCE)).flat();
  const classOf = (text: string) => pieces.find(piece => piece.text === text)?.class;
  expect(classOf('import')).toBe('tok-keyword');
  expect(classOf("lines'''")).toBe('tok-string');
  expect(classOf('# 가')).toBe('tok-comment');
});
